using Api.Reading;
using Azure;
using Azure.Data.Tables;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

/// <summary>Counts that are damaged, or that another version of the app wrote, on every way on which they are read.</summary>
public sealed class UnreadableTallyTests : IAsyncLifetime
{
    private const string File = "hs_email,id\nada@people.example,hr-1\nbob@people.example,hr-2\n";

    private TestApp _app = null!;
    private Caller _caller = null!;

    public static TheoryData<string, object?> Unreadable => new()
    {
        { "Letters", null },
        { "Letters", string.Empty },
        { "Letters", 7 },
        { "Created", -1 },
        { "Created", 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_message_that_comes_again_is_done_with_and_its_users_are_poisoned_no_more_than_by_any_other(string column, object? value)
    {
        _app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        await _caller.QueueAsync("a@example.com", "b@example.com");
        await _caller.HandleAsync();
        var poisoned = _app.Queues.Poison.Messages.Count;
        await DamageAsync(column, value);

        await _caller.HandleAsync(from: 0, dequeueCount: 2);

        Assert.Equal(2 * poisoned, _app.Queues.Poison.Messages.Count);
        Assert.Equal(2, Tally().GetInt32("Rejected"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(7)]
    [InlineData("CC")]
    public async Task A_request_that_is_over_is_counted_again_from_its_users(object? letters)
    {
        var id = await _caller.QueueAsync("a@example.com", "b@example.com");
        await _caller.HandleAsync();
        await _app.Get<RequestProgress>().RefreshAsync(id);
        await DamageAsync("Letters", letters);
        await DamageAsync("Created", value: null);

        var request = await _caller.GetAsync(request => _app.Get<RequestsEndpoint>().GetAsync(request, id));

        Assert.Equal(("Done", 0, 2), (request["state"]!.GetValue<string>(), request["pending"]!.GetValue<int>(), request["outcomes"]!["Created"]!.GetValue<int>()));
        Assert.Equal("CC", Tally().GetString("Letters"));
    }

    [Theory]
    [InlineData("Letters", null, "2 0 hr-1 Created", "3 1 hr-2 Created")]
    [InlineData("Letters", 7, "2 0 hr-1 Created", "3 1 hr-2 Created")]
    [InlineData("SourceId", null, "2 0 REQUEST Created", "3 1 hr-2 Created")]
    [InlineData("SourceId", 7, "2 0 REQUEST Created", "3 1 hr-2 Created")]
    [InlineData("SourceId", "a/b", "2 0 REQUEST Created", "3 1 hr-2 Created")]
    public async Task A_line_is_listed_with_what_is_known_of_it(string column, object? value, params string[] expected)
    {
        var id = (await _caller.ImportAsync(File))["requestId"]!.GetValue<string>();
        await _caller.HandleAsync();
        await DamageAsync(column, value);

        Assert.Equal(expected.Select(line => line.Replace("REQUEST", id, StringComparison.Ordinal)), await ListAsync(id));
        Assert.Equal(expected.Select(line => line.Replace("REQUEST", id, StringComparison.Ordinal).Split(' ', 2)[1]), (await ReadAsync(id)).Select(user => user.Split(' ', 2)[1]));
    }

    [Fact]
    public async Task A_line_without_a_place_keeps_no_other_from_being_listed()
    {
        var id = (await _caller.ImportAsync(File))["requestId"]!.GetValue<string>();
        await _caller.HandleAsync();
        await _app.Tables.Requests.UpsertEntityAsync(new TableEntity("tally-" + id, "000000001.later") { ["Line"] = 9, ["SourceId"] = "hr-9", ["Letters"] = "C" });

        Assert.Equal(["2 0 hr-1 Created", "3 1 hr-2 Created"], await ListAsync(id));
        Assert.Equal(2, (await ReadAsync(id)).Count());
        Assert.Contains("000000001.later", _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_comes_again_is_counted()
    {
        var id = (await _caller.ImportAsync(File))["requestId"]!.GetValue<string>();
        await _caller.HandleAsync();
        await DamageAsync("Letters", value: null);

        await _caller.HandleAsync(from: 0, dequeueCount: 2);

        Assert.Single(_app.HubSpot.Creates, request => HubSpotResponses.TraceIds(request).Contains("hr-1-0"));
        Assert.Equal(("C", "hr-1", 2), (Tally().GetString("Letters"), Tally().GetString("SourceId"), Tally().GetInt32("Line")));
        Assert.Equal(["2 0 hr-1 Created", "3 1 hr-2 Created"], await ListAsync(id));
    }

    [Fact]
    public async Task Rows_of_users_with_keys_in_another_form_keep_no_other_from_being_listed()
    {
        var id = await _caller.QueueAsync("a@example.com");
        await _caller.HandleAsync();
        var row = Assert.Single(_app.Tables.Users.Rows);
        await _app.Tables.Users.UpsertEntityAsync(new TableEntity(row) { RowKey = row.RowKey + "x" });
        await _app.Tables.Users.UpsertEntityAsync(new TableEntity(row) { RowKey = row.RowKey + "y", ["SourceId"] = 7 });

        Assert.Single(await ListAsync(id));
        Assert.Single(await ReadAsync(id));
        Assert.Single((await _caller.GetAsync(request => _app.Get<UsersEndpoint>().GetAsync(request, row.GetString("SourceId"))))["users"]!.AsArray());
    }

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        _caller = new Caller(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private TableEntity Tally() => _app.Tables.Requests.Rows.First(row => row.PartitionKey.StartsWith("tally-", StringComparison.Ordinal) && row.RowKey.StartsWith("000000000.", StringComparison.Ordinal));

    private async Task DamageAsync(string column, object? value)
    {
        var row = new TableEntity(Tally());
        row.Remove(column);
        if (value is not null)
        {
            row[column] = value;
        }

        await _app.Tables.Requests.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }

    /// <summary>The stream of users, as a page of lines or as a file.</summary>
    private async Task<IEnumerable<string>> ListAsync(string id) =>
        (await _caller.GetAsync(request => _app.Get<RequestsEndpoint>().ListUsersAsync(request, id)))["users"]!.AsArray().Select(user => Describe(user!));

    /// <summary>The users as the request itself names them.</summary>
    private async Task<IEnumerable<string>> ReadAsync(string id) =>
        (await _caller.GetAsync(request => _app.Get<RequestsEndpoint>().GetAsync(request, id)))["users"]!.AsArray().Select(user => Describe(user!));

    private static string Describe(System.Text.Json.Nodes.JsonNode user) => string.Join(' ', user["line"]?.ToString() ?? "-", user["index"], user["sourceId"], user["outcome"]);
}
