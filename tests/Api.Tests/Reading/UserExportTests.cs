using System.Text.Json.Nodes;
using Api.Reading;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class UserExportTests
{
    private const string File = "hs_email,hs_job_title\na@example.com,x\nb@example.com,x,y\nc@example.com,z\nd@example.com,x,y\n";

    [Fact]
    public async Task A_file_has_every_user_and_every_faulty_line()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await ImportAsync(caller);

        var (status, type, text) = await caller.AskAsync(request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), accept: "text/csv");

        Assert.Equal((200, "text/csv; charset=utf-8; header=present"), (status, type));
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("line,index,traceId,sourceId,outcome,id,existingId,category,message,batchId,completedAt", lines[0]);
        Assert.Equal(["2,0,line-2,", "4,1,line-4,", "3,,,", "5,,,"], lines[1..].Select(line => string.Concat(line.Split(',').Take(3).Select(cell => cell + ","))));
        Assert.Equal(["Created", "Created", "Faulty", "Faulty"], lines[1..].Select(line => line.Split(',')[4]));
    }

    [Fact]
    public async Task Lines_of_json_say_the_same()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await ImportAsync(caller);

        var (_, type, text) = await caller.AskAsync(request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), "?needsAttention=true", "application/x-ndjson");

        Assert.Equal("application/x-ndjson", type);
        Assert.Equal([3, 5], text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["line"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\uff1d1", "\"'\uff1d1\"")]
    [InlineData("a,\"=1", "\"a,\"\"'=1\"")]
    [InlineData("x;=cmd()", "x;'=cmd()")]
    [InlineData("x|@SUM(A1)", "x|'@SUM(A1)")]
    [InlineData("x\t=1", "x\t'=1")]
    [InlineData("x; \"+1", "\"x; \"\"'+1\"")]
    [InlineData("x;\uff1d1", "x;'\uff1d1")]
    [InlineData(" =1", "\" '=1\"")]
    [InlineData("x;a=b-c", "x;a=b-c")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\rlines", "\"two\rlines\"")]
    public async Task No_cell_is_a_formula_to_a_spreadsheet(string traceId, string cell)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = (await caller.QueueRawAsync(new JsonObject { ["inputs"] = new JsonArray(new JsonObject { ["objectWriteTraceId"] = traceId, ["properties"] = new JsonObject { ["a"] = "1" } }) }.ToJsonString()))["requestId"]!.GetValue<string>();
        await caller.HandleAsync();

        var (_, _, text) = await caller.AskAsync(request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), accept: "text/csv");

        Assert.StartsWith($",0,{cell},", text.Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_have_as_many_items_as_asked_for_and_together_all()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = (await caller.ImportAsync("hs_email\n" + string.Concat(Enumerable.Range(0, 250).Select(index => $"u{index}@example.com\n")) + "a,b\nc,d\n"))["requestId"]!.GetValue<string>();
        await caller.HandleAsync();

        var (pages, items) = (new List<int>(), new List<int?>());
        for (var continuation = string.Empty; continuation is not null;)
        {
            var page = await caller.GetAsync(request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), $"?top=70&continuation={continuation}");
            pages.Add(page["users"]!.AsArray().Count);
            items.AddRange(page["users"]!.AsArray().Select(user => user!["index"]?.GetValue<int>()));
            continuation = page["continuation"]?.GetValue<string>();
        }

        Assert.Equal([70, 70, 70, 42], pages);
        Assert.Equal([.. Enumerable.Range(0, 250).Select(index => (int?)index), null, null], items);
    }

    [Theory]
    [InlineData("?top=30", 30)]
    [InlineData("?top=30&continuation=90", 30)]
    [InlineData("?top=1000&continuation=120", 30)]
    public async Task Top_means_items_in_the_progress_of_a_request_too(string query, int expected)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Enumerable.Range(0, 150).Select(index => $"u{index}@example.com"));
        await caller.HandleAsync();

        var progress = await caller.GetAsync(request => app.Get<RequestsEndpoint>().GetAsync(request, id), query);

        Assert.Equal(expected, progress["users"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("?outcome=Rejected", 2)]
    [InlineData("?outcome=created,rejected", 4)]
    [InlineData("?needsAttention=true", 2)]
    [InlineData("?outcome=Faulty", 0)]
    public async Task The_users_of_a_day_are_listed_by_outcome(string query, int expected)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com", "b@example.com");
        await caller.HandleAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        await caller.QueueAsync("c@example.com", "d@example.com");
        await caller.HandleAsync();

        var page = await caller.GetAsync(app.Get<UsersEndpoint>().ListAsync, query);

        Assert.Equal(expected, page["users"]!.AsArray().Count);
    }

    [Fact]
    public async Task Users_of_a_process_that_died_are_among_those_a_person_must_look_at()
    {
        await using var app = new TestApp();
        await app.Get<IntentTable>().OpenAsync(Batches.Id, LedgerRows.Cleared(2), CancellationToken.None);
        app.Time.Advance(TimeSpan.FromMinutes(66));
        await app.Services.GetServices<IHostedService>().OfType<IntentSweeper>().Single().SweepAsync();

        var page = await new Caller(app).GetAsync(app.Get<UsersEndpoint>().ListAsync, $"?needsAttention=true&day={Batches.Now:yyyyMMdd}");

        Assert.Equal(["Unknown", "Unknown"], page["users"]!.AsArray().Select(user => user!["outcome"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_day_is_read_page_by_page()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync(Enumerable.Range(0, 250).Select(index => $"u{index}@example.com"));
        await caller.HandleAsync();

        var ids = new List<string>();
        for (var continuation = string.Empty; continuation is not null;)
        {
            var page = await caller.GetAsync(app.Get<UsersEndpoint>().ListAsync, $"?top=60&continuation={continuation}");
            Assert.InRange(page["users"]!.AsArray().Count, 1, 60);
            ids.AddRange(page["users"]!.AsArray().Select(user => user!["sourceId"]!.GetValue<string>() + user["index"]));
            continuation = page["continuation"]?.GetValue<string>();
        }

        Assert.Equal(250, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(250, ids.Count);
    }

    [Fact]
    public async Task What_is_settled_between_two_pages_of_a_day_hides_no_user()
    {
        await using var app = await StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        var caller = new Caller(app);
        await caller.QueueAsync(Enumerable.Range(0, 5).Select(index => $"u{index}@example.com"));
        await caller.HandleAsync();
        var first = await caller.GetAsync(app.Get<UsersEndpoint>().ListAsync, "?outcome=Rejected&top=2");
        foreach (var user in first["users"]!.AsArray())
        {
            var row = app.Tables.Users.Rows.Single(row => row.RowKey == user!["sourceId"]!.GetValue<string>() + "-" + user["index"]);
            await app.Tables.Users.UpsertEntityAsync(new TableEntity(row) { ["Outcome"] = "Created" });
        }

        var second = await caller.GetAsync(app.Get<UsersEndpoint>().ListAsync, $"?outcome=Rejected&top=5&continuation={first["continuation"]}");

        Assert.Equal([0, 1, 2, 3, 4], first["users"]!.AsArray().Concat(second["users"]!.AsArray()).Select(user => user!["index"]!.GetValue<int>()));
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static async Task<string> ImportAsync(Caller caller)
    {
        var imported = await caller.ImportAsync(File);
        await caller.HandleAsync();
        return imported["requestId"]!.GetValue<string>();
    }
}
