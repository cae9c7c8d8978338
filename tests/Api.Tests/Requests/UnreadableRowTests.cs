using System.Text;
using System.Text.Json.Nodes;
using Api.Creating;
using Api.Reading;
using Api.Requests;
using Api.Responses;
using Api.Tests.Reading;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Requests;

/// <summary>Rows of requests and keys as another version of the app may have written them: what is done with them never is a second run.</summary>
public sealed class UnreadableRowTests : IAsyncLifetime
{
    private static readonly NewRequest Keyed = new(RequestKind.Import, Inputs: 2) { Key = new IdempotencyKey("abc"), BodyHash = "1" };

    private TestApp _app = null!;

    public static TheoryData<string, object?> Unreadable => new()
    {
        { "Kind", "Later" },
        { "Kind", "7" },
        { "Kind", null },
        { "State", "Later" },
        { "State", 1 },
        { "ReceivedAt", null },
        { "RunsUntil", "soon" },
        { "Inputs", null },
        { "IsByProducer", "perhaps" },
        { "BodyHash", 7 },
        { "Reading", 7 },
        { "Prefix", "{" },
        { "Prefix", "null" },
        { "Prefix", "[]" },
        { "Prefix", 7 },
        { "Prefix", """{"Messages":1,"Records":5,"Hash":"h"}""" },
        { "Prefix", """{"Messages":1,"Records":5,"Hash":"h","Stride":0,"Marks":""}""" },
    };

    private RequestTable Requests => _app.Get<RequestTable>();

    private RequestOpening Opening => _app.Get<RequestOpening>();

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_request_that_cannot_be_read_is_not_begun_again_under_its_key_and_stays_as_it_is(string column, object? value)
    {
        var id = (await Opening.OpenAsync(Keyed)).Entry.Id;
        await ChangeAsync(id, column, value);
        _app.Time.Advance(TimeSpan.FromHours(1));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Opening.OpenAsync(Keyed));

        Assert.Equal((409, id, null), (refused.Problem.Status, refused.Problem.RequestId, refused.RetryAfter));
        Assert.Equal(value, Row(id).TryGetValue(column, out var kept) ? kept : null);
        Assert.Contains(id, _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_is_one_that_has_only_its_producers_id()
    {
        var request = new NewRequest(RequestKind.Immediate, Inputs: 2) { ProducerId = "order-7" };
        await Opening.OpenAsync(request);
        await ChangeAsync("order-7", "Kind", "Later");

        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => Opening.OpenAsync(request))).Problem.Status);
    }

    [Fact]
    public async Task No_user_of_it_is_sent_a_second_time()
    {
        _app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await PostAsync();
        await ChangeAsync(_app.Tables.Requests.Rows.Single(row => row.ContainsKey("Kind")).RowKey, "State", "Later");

        var (status, body) = await PostAsync();

        Assert.Equal((409, "The request cannot be read"), (status, body["title"]!.GetValue<string>()));
        Assert.Single(_app.HubSpot.Creates);
    }

    [Fact]
    public async Task Counts_that_are_missing_or_of_another_type_are_read_where_they_make_sense()
    {
        var id = (await Opening.OpenAsync(Keyed)).Entry.Id;
        await ChangeAsync(id, "Lines", null);
        await ChangeAsync(id, "Inputs", 2L);
        await ChangeAsync(id, "Messages", "many");

        var entry = await Requests.FindAsync(id);

        Assert.Equal((2, 0, 0), (entry!.Inputs, entry.Messages, entry.Lines));
    }

    [Fact]
    public async Task A_caller_gets_the_problem_and_the_list_has_the_others()
    {
        var caller = new Caller(_app);
        var lost = await caller.QueueAsync("a@example.com");
        var other = await caller.QueueAsync("b@example.com");
        await ChangeAsync(lost, "Kind", "Later");

        var (status, _, text) = await caller.AskAsync(request => _app.Get<RequestsEndpoint>().GetAsync(request, lost));
        var (ofUsers, _, _) = await caller.AskAsync(request => _app.Get<RequestsEndpoint>().ListUsersAsync(request, lost));
        var list = await caller.GetAsync(_app.Get<RequestsEndpoint>().ListAsync);

        Assert.Equal((409, 409), (status, ofUsers));
        Assert.Contains("another version", text, StringComparison.Ordinal);
        Assert.Equal([other], list["requests"]!.AsArray().Select(request => request!["requestId"]!.GetValue<string>()));
        Assert.Contains(lost, _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stays_in_the_list_of_uploads_for_a_version_that_can_read_it()
    {
        var id = await new Caller(_app).QueueAsync("a@example.com");
        await ChangeAsync(id, "State", "Later");
        _app.Time.Advance(TimeSpan.FromHours(2));

        await _app.Get<ProgressSweeper>().SweepAsync();

        Assert.Contains(_app.Tables.Requests.Rows, row => row.PartitionKey.StartsWith("day-", StringComparison.Ordinal) && row.GetString("RequestId") == id);
    }

    [Theory]
    [InlineData("RequestId", null)]
    [InlineData("RequestId", 7)]
    [InlineData("BodyHash", null)]
    [InlineData("BodyHash", 7)]
    public async Task A_key_that_does_not_say_what_it_stands_for_is_refused(string column, object? value)
    {
        await Opening.OpenAsync(Keyed);
        await ChangeAsync("abc", column, value);

        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => Opening.OpenAsync(Keyed)).WaitAsync(TimeSpan.FromSeconds(10))).Problem.Status);
    }

    [Fact]
    public async Task A_row_of_the_list_without_its_id_is_known_by_its_key()
    {
        var caller = new Caller(_app);
        var id = await caller.QueueAsync("a@example.com");
        var listed = _app.Tables.Requests.Rows.Single(row => row.PartitionKey.StartsWith("day-", StringComparison.Ordinal));
        await ChangeAsync(listed.RowKey, "RequestId", null);
        await _app.Tables.Requests.UpsertEntityAsync(new TableEntity(listed.PartitionKey, "later"));

        var list = await caller.GetAsync(_app.Get<RequestsEndpoint>().ListAsync);

        Assert.Equal([id], list["requests"]!.AsArray().Select(request => request!["requestId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_faulty_line_without_its_number_is_known_by_its_key()
    {
        var faults = _app.Get<FaultTable>();
        await faults.KeepFaultsAsync("r", [new LineFault(7, "/a", "No")]);
        await ChangeAsync(_app.Tables.Requests.Rows.Single().RowKey, "Line", null);
        await ChangeAsync(_app.Tables.Requests.Rows.Single().RowKey, "Pointer", 7);

        Assert.Equal([new LineFault(7, string.Empty, "No")], await faults.ReadAsync("r", 1).ToListAsync());
    }

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private TableEntity Row(string rowKey) => _app.Tables.Requests.Rows.Single(row => row.RowKey == rowKey);

    private Task<Azure.Response> ChangeAsync(string rowKey, string column, object? value)
    {
        var row = new TableEntity(Row(rowKey));
        if (value is null)
        {
            row.Remove(column);
        }
        else
        {
            row[column] = value;
        }

        return _app.Tables.Requests.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }

    private async Task<(int Status, JsonNode Body)> PostAsync()
    {
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Headers[IdempotencyKey.HeaderName] = "monday-1";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("""{"inputs":[{"properties":{"a":"1"}}]}"""));
        context.Response.Body = response;
        await (await _app.EndAsync(_app.Get<UserBatchEndpoint>().CreateAsync(context.Request))).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(response.ToArray())!);
    }
}
