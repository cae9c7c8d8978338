using Simulators.Azurite;

namespace Functions.Tests.Simulators.Azurite;

/// <summary>One Azurite for all tests of a class.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    public AzuriteServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await AzuriteServer.StartAsync(new AzuriteOptions());

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
