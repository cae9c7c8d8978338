using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using HubSpotUsers.Queue;
using HubSpotUsers.Telemetry;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Telemetry;

[Collection(nameof(Spans))]
public sealed class SpansTests : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is Spans.SourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private string TraceParent => $"00-{_trace}-0102030405060708-01";

    /// <summary>The span of the message: the tests run beside others that have spans, too.</summary>
    private Activity Received => Assert.Single(_ended, span => span.TraceId == _trace && span.Kind is ActivityKind.Consumer);

    private Activity BatchSpan => Assert.Single(_ended, IsBatch);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_message_goes_on_with_its_producers_trace_and_its_batch_is_linked_to_it()
    {
        await using var app = await HandleAsync();

        Assert.Equal(("process users", "0102030405060708"), (Received.OperationName, Received.ParentSpanId.ToHexString()));
        Assert.Equal(("users", "0b9a3d6c-message"), (Received.GetTagItem("messaging.destination.name"), Received.GetTagItem("messaging.message.id")));
        Assert.Equal(Received.SpanId, Assert.Single(BatchSpan.Links).Context.SpanId);
        Assert.Equal(2, BatchSpan.GetTagItem("hubspot.inputs"));
        Assert.Null(BatchSpan.Parent);
    }

    [Fact]
    public async Task A_batch_is_above_its_call_the_calls_attempts_and_the_transactions_of_its_rows()
    {
        await using var app = await HandleAsync();

        var call = Assert.Single(Below(BatchSpan), span => span.OperationName is Spans.Call);
        var attempt = Assert.Single(Below(BatchSpan), span => span.OperationName is "POST /crm/v3/objects/users/batch/create");
        var rows = Assert.Single(Below(BatchSpan), span => span.OperationName is "transaction HubSpotUsers");
        Assert.Equal(("Succeeded", 2, "c0ffee"), (call.GetTagItem("hubspot.result"), call.GetTagItem("hubspot.created"), call.GetTagItem("hubspot.correlation_id")));
        Assert.Equal((ActivityKind.Client, 201, "c0ffee"), (attempt.Kind, attempt.GetTagItem("http.response.status_code"), attempt.GetTagItem("hubspot.correlation_id")));
        Assert.Equal(call.SpanId, attempt.ParentSpanId);
        Assert.Equal((ActivityKind.Client, 2), (rows.Kind, rows.GetTagItem("db.operation.batch.size")));
        Assert.All([BatchSpan, call, attempt, rows], span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task An_attempt_that_is_refused_fails_and_the_next_one_is_counted()
    {
        await using var app = await HandleAsync(app => app.HubSpot.Plan(HttpStatusCode.Locked, Fixture.Read("error")));

        var attempts = Below(BatchSpan).Where(span => span.Kind is ActivityKind.Client && span.OperationName.StartsWith("POST", StringComparison.Ordinal)).ToList();
        Assert.Equal([423, 201], attempts.Select(span => span.GetTagItem("http.response.status_code")));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], attempts.Select(span => span.Status));
        Assert.Equal([null, 1], attempts.Select(span => span.GetTagItem("http.request.resend_count")));
    }

    [Fact]
    public async Task A_message_with_a_user_a_person_must_look_at_failed()
    {
        await using var app = await HandleAsync(body: $$$"""{"traceparent":"{{{TraceParent}}}","inputs":[{"odd":1},{"properties":{"a":"b"}}]}""");

        Assert.Equal((ActivityStatusCode.Error, "users_to_look_at"), (Received.Status, Received.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Deferred_users_take_the_trace_with_them()
    {
        await using var app = await HandleAsync(app =>
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                app.HubSpot.Plan(HttpStatusCode.Locked, Fixture.Read("error"));
            }
        });

        var deferred = Assert.Single(app.Queues.Users.Messages);
        Assert.Contains($"00-{_trace}-{Received.SpanId}", deferred.ToString(), StringComparison.Ordinal);
    }

    private bool IsBatch(Activity span) => span.OperationName is Spans.Batch && span.Links.Any(link => link.Context.TraceId == _trace);

    private IEnumerable<Activity> Below(Activity batch) => _ended.Where(span => span.TraceId == batch.TraceId && span != batch);

    private async Task<TestApp> HandleAsync(Action<TestApp>? plan = null, string? body = null)
    {
        var app = await TestApp.StartAsync();
        plan?.Invoke(app);
        app.HubSpot.Otherwise = request =>
        {
            var response = HubSpotResponses.AllCreated(request);
            response.Headers.Add("X-HubSpot-Correlation-Id", "c0ffee");
            return response;
        };
        body ??= $$$"""{"traceparent":"{{{TraceParent}}}","inputs":[{"properties":{"a":"b"}},{"properties":{"a":"c"}}]}""";
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));

        // The batch tells its messages of their outcomes, and then it ends.
        await Eventually.TrueAsync(() => _ended.Any(IsBatch));
        return app;
    }
}
