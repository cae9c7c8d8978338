namespace Cli.Tests.Drivers;

/// <summary>An app with a HubSpot account for each way over HTTP, so that the users of one are not known already to the other.</summary>
public sealed class TwoAccounts : IAsyncLifetime
{
    /// <summary>Takes imports.</summary>
    public CliEnvironment OfImports { get; } = new();

    /// <summary>Takes what the command line sends.</summary>
    public CliEnvironment OfSends { get; } = new();

    public async ValueTask InitializeAsync() => await Task.WhenAll(OfImports.InitializeAsync().AsTask(), OfSends.InitializeAsync().AsTask());

    public async ValueTask DisposeAsync() => await Task.WhenAll(OfImports.DisposeAsync().AsTask(), OfSends.DisposeAsync().AsTask());
}
