using System.Text.Json.Nodes;
using Api.Reading;
using Api.Requests;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class RequestListTests
{
    [Fact]
    public async Task Uploads_are_listed_newest_first()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            ids.Add(await caller.QueueAsync("a@example.com"));
        }

        var first = await ListAsync(app, caller, "?top=3");
        var second = await ListAsync(app, caller, $"?top=3&continuation={first["continuation"]}");

        Assert.Equal(Enumerable.Reverse(ids), Ids(first).Concat(Ids(second)));
        Assert.Null(second["continuation"]);
    }

    [Theory]
    [InlineData("?state=Done", 1)]
    [InlineData("?state=queued", 2)]
    [InlineData("?state=Running", 0)]
    [InlineData("?needsAttention=true", 0)]
    [InlineData("?day=20200101", 0)]
    public async Task Uploads_are_listed_by_state(string query, int expected)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        await app.Get<ProgressRefresher>().RefreshAsync();
        await caller.QueueAsync("b@example.com");
        await caller.QueueAsync("c@example.com");

        Assert.Equal(expected, Ids(await ListAsync(app, caller, query)).Count());
    }

    [Fact]
    public async Task A_page_looks_at_a_bounded_part_of_a_long_day_and_the_next_goes_on()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync("a@example.com");
        var entry = (await app.Get<RequestTable>().FindAsync(id))!;
        for (var number = 1; number <= 5_000; number++)
        {
            await app.Get<UploadIndex>().WriteAsync(entry with { ReceivedAt = entry.ReceivedAt.AddMilliseconds(number) });
        }

        var first = await ListAsync(app, caller, string.Empty);
        var second = await ListAsync(app, caller, $"?continuation={first["continuation"]}");

        Assert.Empty(Ids(first));
        Assert.Equal([id], Ids(second));
        Assert.Null(second["continuation"]);
    }

    [Fact]
    public async Task The_hosts_own_parameters_are_taken()
    {
        await using var app = await StartAsync();

        var (status, _, _) = await new Caller(app).AskAsync(app.Get<RequestsEndpoint>().ListAsync, "?code=x&clientId=y");

        Assert.Equal(200, status);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static Task<JsonNode> ListAsync(TestApp app, Caller caller, string query) => caller.GetAsync(app.Get<RequestsEndpoint>().ListAsync, query);

    private static IEnumerable<string> Ids(JsonNode list) => list["requests"]!.AsArray().Select(request => request!["requestId"]!.GetValue<string>());
}
