using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Telemetry;

/// <summary>
/// The app's spans, with ids, counts and codes, never a value. A message is received in its producer's trace; a batch has a trace of its own,
/// linked to every message in it, above its calls and the transactions of its rows.
/// </summary>
internal static class Spans
{
    /// <summary>The name of the source of all spans.</summary>
    public const string SourceName = "HubSpotUsers";

    /// <summary>The span of a batch.</summary>
    public const string Batch = "batch";

    /// <summary>The span of one call of a batch, all its attempts included.</summary>
    public const string Call = "create users";

    /// <summary>The span of a request's users, while its caller waits.</summary>
    public const string Request = "process request";

    /// <summary>The span of rows written together.</summary>
    public const string Transaction = "transaction";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of a message, by the OpenTelemetry conventions for messaging.</summary>
    /// <param name="traceParent">The trace context its producer gave; null when it gave none.</param>
    internal static Activity? StartReceive(QueueMessage message, string queue, string? traceParent) => Start($"process {queue}", ActivityKind.Consumer, traceParent)?
        .SetTag("messaging.system", "azure_storage_queue")
        .SetTag("messaging.operation.type", "process")
        .SetTag("messaging.destination.name", queue)
        .SetTag("messaging.message.id", message.MessageId)
        .SetTag("messaging.azure_storage_queue.dequeue_count", message.DequeueCount);

    /// <summary>Starts the span of a request.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="traceParent">The trace context its caller gave; null when it gave none.</param>
    internal static Activity? StartRequest(string requestId, string? traceParent) =>
        Start(Request, ActivityKind.Internal, traceParent)?.SetTag("hubspot.request.id", requestId);

    /// <summary>Tells what became of a message's or a request's users; it failed when a person must look at one of them.</summary>
    /// <param name="inputs">How many users there were.</param>
    /// <param name="outcomes">Those of the users that could be read.</param>
    internal static void End(Activity? span, int inputs, IReadOnlyList<InputOutcome> outcomes)
    {
        if (span is null)
        {
            return;
        }

        var counts = OutcomeCounts.Of(outcomes);
        SetCounts(span.SetTag("hubspot.inputs", inputs), counts);
        if (outcomes.Count < inputs || counts.Rejected > 0 || counts.Unknown > 0)
        {
            Fail(span, "users_to_look_at");
        }
    }

    /// <summary>Starts the span of a batch, linked to the trace of every message in it.</summary>
    /// <param name="batchId">The batch's id.</param>
    /// <param name="inputs">How many users it has.</param>
    /// <param name="traceParents">The trace contexts of their messages.</param>
    internal static Activity? StartBatch(Guid batchId, int inputs, IEnumerable<string?> traceParents)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var links = traceParents
            .Distinct(StringComparer.Ordinal)
            .Where(parent => ActivityContext.TryParse(parent, traceState: null, isRemote: true, out _))
            .Select(parent => new ActivityLink(ActivityContext.Parse(parent!, traceState: null)));
        return Source.CreateActivity(
            Batch,
            ActivityKind.Internal,
            parentContext: default,
            tags: [new("hubspot.batch.id", batchId), new("hubspot.inputs", inputs)],
            links)?.Start();
    }

    /// <summary>Starts the span of a call that creates users.</summary>
    /// <param name="callId">The call's id.</param>
    /// <param name="inputs">How many users it has.</param>
    internal static Activity? StartCall(Guid callId, int inputs) =>
        Source.StartActivity(Call)?.SetTag("hubspot.call.id", callId).SetTag("hubspot.inputs", inputs);

    /// <summary>Tells what a call came to.</summary>
    internal static void End(Activity? span, BatchSummary summary, string? category)
    {
        if (span is null)
        {
            return;
        }

        SetCounts(span, summary.Counts);
        span.SetTag("hubspot.result", summary.Result.ToString())
            .SetTag("http.response.status_code", summary.HttpStatus)
            .SetTag("hubspot.correlation_id", summary.CorrelationId);
        if (summary.Result is not (BatchResult.Succeeded or BatchResult.DryRun or BatchResult.Duplicate))
        {
            Fail(span, category ?? summary.Result.ToString());
        }
    }

    /// <summary>Starts the span of one attempt of a call, by the OpenTelemetry conventions for HTTP clients.</summary>
    /// <param name="resends">How often it was sent before.</param>
    internal static Activity? StartAttempt(HttpRequestMessage request, int resends)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var address = request.RequestUri!;
        var span = Source.StartActivity($"{request.Method} {address.AbsolutePath}", ActivityKind.Client)?
            .SetTag("http.request.method", request.Method.Method)
            .SetTag("url.full", address.AbsoluteUri)
            .SetTag("server.address", address.Host)
            .SetTag("server.port", address.Port);
        return resends > 0 ? span?.SetTag("http.request.resend_count", resends) : span;
    }

    /// <summary>Records the response to an attempt.</summary>
    internal static void End(Activity? span, HttpResponseMessage response, string? correlationId)
    {
        var status = (int)response.StatusCode;
        span?.SetTag("http.response.status_code", status).SetTag("hubspot.correlation_id", correlationId);
        if (!response.IsSuccessStatusCode)
        {
            Fail(span, status.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Starts the span of rows that are written together, by the OpenTelemetry conventions for databases.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="rows">How many.</param>
    internal static Activity? StartTransaction(string table, int rows) => Source.StartActivity($"{Transaction} {table}", ActivityKind.Client)?
        .SetTag("db.system.name", "azure.table")
        .SetTag("db.operation.name", Transaction)
        .SetTag("db.collection.name", table)
        .SetTag("db.operation.batch.size", rows);

    /// <summary>Marks a span as failed, which keeps it whatever share of the traces is kept.</summary>
    /// <param name="error">A code or a type's name, never a message from outside.</param>
    internal static void Fail(Activity? span, string error) => span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);

    /// <summary>The trace context for what follows from the work at hand: that of the app's own span, or else the one it was given.</summary>
    internal static string? ContextOr(string? traceParent) => Activity.Current is { Source.Name: SourceName } current ? current.Id : traceParent;

    private static void SetCounts(Activity span, OutcomeCounts counts) => span
        .SetTag("hubspot.created", counts.Created)
        .SetTag("hubspot.duplicate", counts.Duplicate)
        .SetTag("hubspot.rejected", counts.Rejected)
        .SetTag("hubspot.unknown", counts.Unknown)
        .SetTag("hubspot.deferred", counts.Deferred);

    private static Activity? Start(string name, ActivityKind kind, string? traceParent)
    {
        _ = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        var around = Activity.Current?.Context;
        return Source.StartActivity(
            name,
            kind,
            parent,
            links: parent != default && around is { } invocation ? [new ActivityLink(invocation)] : null);
    }
}
