using System.Text;
using System.Text.Json.Nodes;
using Api.Reading;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class FindEndpointTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("""{"uniqueValue":" Anna@Example.com "}""", 1)]
    [InlineData("""{"traceId":"row-1"}""", 1)]
    [InlineData("""{"uniqueValue":"carla@example.com"}""", 0)]
    [InlineData("""{"traceId":"row-7"}""", 0)]
    public async Task A_person_is_found_by_value_or_trace_id(string body, int expected)
    {
        await using var app = await StartAsync(Key);
        var caller = new Caller(app);
        await caller.QueueAsync("bert@example.com", "anna@example.com");
        await HandleAsync(app, caller, hashes: 4);

        var (status, found) = await FindAsync(app, body);

        Assert.Equal(200, status);
        Assert.Equal(Enumerable.Repeat("Created", expected), found["users"]!.AsArray().Select(user => user!["outcome"]!.GetValue<string>()));
        Assert.All(found["users"]!.AsArray(), user => Assert.Equal(1, user!["index"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_person_that_was_sent_days_ago_is_found_as_far_back_as_asked()
    {
        await using var app = await StartAsync(Key);
        var caller = new Caller(app);
        await caller.QueueAsync("anna@example.com");
        await HandleAsync(app, caller, hashes: 2);
        app.Time.Advance(TimeSpan.FromDays(20));

        var (_, near) = await FindAsync(app, """{"uniqueValue":"anna@example.com","days":19}""");
        var (_, far) = await FindAsync(app, """{"uniqueValue":"anna@example.com","days":21}""");

        Assert.Equal((0, 1), (near["users"]!.AsArray().Count, far["users"]!.AsArray().Count));
    }

    [Fact]
    public async Task No_table_holds_the_value_and_no_other_key_has_the_hash()
    {
        await using var app = await StartAsync(Key);
        await using var other = await StartAsync(new string('x', 32));
        foreach (var one in new[] { app, other })
        {
            var caller = new Caller(one);
            await caller.QueueAsync("anna@example.com");
            await HandleAsync(one, caller, hashes: 2);
        }

        Assert.DoesNotContain(app.Tables.Requests.Rows.SelectMany(row => row.Select(property => property.Value)), value => value is string text && text.Contains("anna", StringComparison.Ordinal));
        Assert.NotEmpty(Hashes(app));
        Assert.Empty(Hashes(app).Intersect(Hashes(other), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("too short")]
    public async Task Without_a_key_nothing_is_hashed_and_the_response_says_so(string? key)
    {
        await using var app = await StartAsync(key);
        var caller = new Caller(app);
        await caller.QueueAsync("anna@example.com");
        await caller.HandleAsync();

        var (status, problem) = await FindAsync(app, """{"uniqueValue":"anna@example.com"}""");

        Assert.Equal(501, status);
        Assert.Contains("KeyVault:FindKeyName", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(Hashes(app));
    }

    [Fact]
    public async Task A_key_that_comes_later_is_taken_within_a_minute()
    {
        await using var app = await StartAsync("too short");
        var (before, _) = await FindAsync(app, """{"traceId":"row-0"}""");
        app.Vault.Others["find-key"] = Key;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var caller = new Caller(app);
        await caller.QueueAsync("anna@example.com");
        await HandleAsync(app, caller, hashes: 2);

        var (after, found) = await FindAsync(app, """{"traceId":"row-0"}""");

        Assert.Equal((501, 200, 1), (before, after, found["users"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_key_that_fails_in_an_unexpected_way_costs_finding_alone_and_is_asked_for_again()
    {
        await using var app = await StartAsync(Key);
        app.Vault.BeforeOthers = () => throw new InvalidOperationException("Broken");
        var caller = new Caller(app);
        var id = await caller.QueueAsync("anna@example.com");
        await caller.HandleAsync();

        var (off, _) = await FindAsync(app, """{"traceId":"row-0"}""");
        app.Vault.BeforeOthers = () => Task.CompletedTask;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var (on, _) = await FindAsync(app, """{"traceId":"row-0"}""");

        Assert.Equal((501, 200), (off, on));
        Assert.Equal(["Created"], app.Tables.Users.Rows.Select(row => row.GetString("Outcome")));
        Assert.Contains("reading the secret find-key failed", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal("Done", (await caller.GetAsync(request => app.Get<RequestsEndpoint>().GetAsync(request, id)))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_outcome_waits_until_its_user_can_be_found()
    {
        await using var app = await StartAsync(Key);
        var slow = new TaskCompletionSource();
        app.Vault.BeforeOthers = () => slow.Task;
        var caller = new Caller(app);
        await caller.QueueAsync("anna@example.com");

        await caller.HandleAsync();

        Assert.Equal(["Created"], app.Tables.Users.Rows.Select(row => row.GetString("Outcome")));
        Assert.Empty(Hashes(app));
        slow.SetResult();
        await Eventually.TrueAsync(() => Hashes(app).Count() is 2);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public async Task As_many_users_are_listed_as_tell_anything_and_the_response_says_whether_these_are_all(int users, bool isComplete)
    {
        await using var app = await StartAsync(Key);
        var caller = new Caller(app);
        var inputs = Enumerable.Range(0, users).Select(index => $$$"""{"properties":{"hs_email":"u{{{index}}}@example.com"},"objectWriteTraceId":"import"}""");
        await caller.QueueRawAsync($$"""{"inputs":[{{string.Join(',', inputs)}}]}""");
        await HandleAsync(app, caller, hashes: 2 * users);

        var (_, found) = await FindAsync(app, """{"traceId":"import"}""");

        Assert.Equal((1_000, isComplete), (found["users"]!.AsArray().Count, found["isComplete"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData("line-2", 0)]
    [InlineData("line-manager", 1)]
    [InlineData("line-007", 1)]
    public async Task Only_the_trace_ids_that_an_import_gives_to_lines_identify_no_user(string traceId, int expected)
    {
        await using var app = await StartAsync(Key);
        var caller = new Caller(app);
        await caller.QueueRawAsync($$$"""{"inputs":[{"properties":{"hs_email":"anna@example.com"},"objectWriteTraceId":"{{{traceId}}}"}]}""");
        await HandleAsync(app, caller, hashes: 1 + expected);

        var (_, found) = await FindAsync(app, $$"""{"traceId":"{{traceId}}"}""");

        Assert.Equal(expected, found["users"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_hashes_of_a_day_are_spread_over_as_many_partitions_as_the_limit_needs()
    {
        await using var app = await StartAsync(Key);
        for (var batch = 0; batch < 16; batch++)
        {
            await app.Get<PersonIndex>().TryWriteAsync(new Guid(batch, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)batch]), LedgerRows.Cleared(1));
        }

        Assert.Equal(4, app.Tables.Requests.Rows.Select(row => row.PartitionKey).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"uniqueValue":"anna@example.com","traceId":"x"}""")]
    [InlineData("""{"uniqueValue":7}""")]
    [InlineData("""{"uniqueValue":"anna@example.com","days":91}""")]
    [InlineData("anna@example.com")]
    public async Task What_cannot_be_asked_is_refused_without_repeating_it(string body)
    {
        await using var app = await StartAsync(Key);

        var (status, problem) = await FindAsync(app, body);

        Assert.Equal(400, status);
        Assert.DoesNotContain("anna", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync(string? key)
    {
        var app = await TestApp.StartReconcilingAsync(("KeyVault:FindKeyName", key is null ? string.Empty : "find-key"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Vault.Others["find-key"] = key ?? string.Empty;
        return app;
    }

    /// <summary>Has the queue handled. Users end before all their hashes are written.</summary>
    private static async Task HandleAsync(TestApp app, Caller caller, int hashes)
    {
        await caller.HandleAsync();
        await Eventually.TrueAsync(() => Hashes(app).Count() == hashes);
    }

    private static IEnumerable<string> Hashes(TestApp app) =>
        app.Tables.Requests.Rows.Where(row => row.PartitionKey.StartsWith("find-", StringComparison.Ordinal)).Select(row => row.RowKey[..32]);

    private static async Task<(int Status, JsonNode Body)> FindAsync(TestApp app, string body)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await (await app.EndAsync(app.Get<FindEndpoint>().FindAsync(context.Request))).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(((MemoryStream)context.Response.Body).ToArray())!);
    }
}
