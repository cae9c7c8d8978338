using Functions.Tests.Api.Drivers;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using Simulators.HubSpot;

namespace Functions.Tests.Dashboard;

/// <summary>Tests of the page share an app and a browser, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardCollection : ICollectionFixture<DashboardEnvironment>
{
    public const string Name = "Dashboard";
}

/// <summary>A test of the page in a real browser, against the running app.</summary>
[Collection(DashboardCollection.Name)]
public abstract class DashboardTest(DashboardEnvironment environment) : IAsyncLifetime
{
    protected DashboardEnvironment Environment { get; } = environment;

    protected ApiDriver Api => Environment.App.Api;

    protected HubSpotDriver HubSpot => Environment.App.HubSpot;

    protected HubSpotSimulator Account => Environment.App.Local.HubSpot;

    /// <summary>What the test sends; the promises are checked against it when the test ends.</summary>
    protected DashboardHistory History { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        var isCI = string.Equals(System.Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.SkipWhen(Browser.Program is null && !isCI, "There is no Chromium or Chrome on this machine: .ci/run installs it.");
        Assert.True(Browser.Program is not null, "There is no Chromium or Chrome on the path.");
        History = new DashboardHistory(Environment.App);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Browser.Program is not null)
        {
            Account.Faults.Clear();
            await Environment.App.WaitUntilIdleAsync();
            await History.AssertAsync();
        }
    }

    /// <summary>Sends users through the queue and waits for their outcomes.</summary>
    protected async Task<string> UploadAsync(IEnumerable<System.Text.Json.Nodes.JsonObject> inputs)
    {
        var id = await SendRequestAsync([.. inputs]);
        await Eventually.SeesAsync($"request {id} done", () => Api.GetAsync($"/requests/{id}"), response => (string?)response.Json["state"] is "Done");
        return id;
    }

    /// <summary>Sends users through the queue, and waits for nothing.</summary>
    protected async Task<string> SendRequestAsync(IReadOnlyList<System.Text.Json.Nodes.JsonObject> inputs)
    {
        var body = UserMessages.Of(inputs);
        var id = (await Api.PostBatchAsync(body, ("Prefer", "respond-async"))).RequestId;
        History.AddRequest(id, body);
        return id;
    }

    /// <summary>Puts a user onto the queue.</summary>
    protected async Task SendMessageAsync(TestUser user)
    {
        var body = UserMessages.Of(user);
        History.Add((await Environment.App.Queue.SendAsync(body)).MessageId, body);
    }

    /// <summary>Leaves nothing of other tests in the poison queue.</summary>
    protected async Task DropAllAsync()
    {
        using var body = new StringContent("""{"all":true,"unknown":"drop"}""", System.Text.Encoding.UTF8, "application/json");
        var task = (await Api.PostAsync("/poison/drop", body)).Json["id"];
        await Eventually.SeesAsync("an empty poison queue", () => Api.GetAsync($"/poison/tasks/{task}"), response => (string?)response.Json["state"] is "Done");
    }

    /// <summary>An upload in the list, as a selector.</summary>
    protected static string Upload(string id) => $"#uploads li[data-key=\"{id}\"]";
}
