using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

/// <summary>A test against the environment and the app that all tests share.</summary>
public abstract class EndToEndTest(AppFixture fixture) : IAsyncLifetime
{
    protected AppFixture Fixture { get; } = fixture;

    protected HubSpotDriver HubSpot => Fixture.HubSpot;

    protected TableDriver Tables => Fixture.Tables;

    protected QueueDriver Queue => Fixture.Queue;

    protected HttpDriver Http => Fixture.Http;

    public async ValueTask InitializeAsync() => await Fixture.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
