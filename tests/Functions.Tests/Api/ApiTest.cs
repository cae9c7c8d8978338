using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Drivers;
using Simulators.HubSpot;

namespace Functions.Tests.Api;

/// <summary>A test of the API over real HTTP.</summary>
[Collection(ApiCollection.Name)]
public abstract class ApiTest(ApiEnvironment environment) : IAsyncLifetime
{
    private readonly HubSpotSettings _settings = environment.Local.HubSpot.Settings;

    protected ApiEnvironment Environment { get; } = environment;

    protected ApiDriver Api => Environment.Api;

    protected HubSpotDriver HubSpot => Environment.HubSpot;

    protected HubSpotSimulator Account => Environment.Local.HubSpot;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Leaves nothing under way: the next test's users would share a batch with it.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Account.Faults.Clear();
        Account.Settings = _settings;
        await Environment.WaitUntilIdleAsync();
    }

    /// <summary>A key that has not been used.</summary>
    protected static (string Name, string Value) NewKey() => ("Idempotency-Key", $"\"{Guid.NewGuid():N}\"");

    /// <summary>Asks for a request until all its users have their outcome.</summary>
    protected Task<ReceivedResponse> WhenDoneAsync(string requestId) => Eventually.SeesAsync(
        $"request {requestId} done", () => Api.GetAsync($"/requests/{requestId}"), response => (string?)response.Json["state"] is "Done");
}
