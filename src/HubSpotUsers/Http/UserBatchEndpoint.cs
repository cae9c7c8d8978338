using System.Net.Http.Headers;
using System.Text;
using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Http;

/// <summary>Answers <c>POST /api/users/batch</c>: an ad hoc batch, created at once together with whatever the queue brings.</summary>
/// <param name="intake">Creates users.</param>
/// <param name="options">What a request may hold.</param>
/// <param name="time">The clock.</param>
public sealed class UserBatchEndpoint(UserIntake intake, IOptions<HttpOptions> options, TimeProvider time)
{
    private const string JsonType = "application/json";
    private const string ProblemType = "application/problem+json";
    private const string RetryAfterSeconds = "10";

    /// <summary>
    /// Creates the users of a request. 200 when all were created, 207 when some were, 422 when none was, 503 when HubSpot could not
    /// be asked; 400, 413 and 415 with problem details (RFC 9457) for a request that cannot be taken, of which nothing was sent.
    /// </summary>
    /// <param name="request">The request: HubSpot's own body, an array of inputs or one input.</param>
    public async Task<IResult> CreateAsync(HttpRequest request)
    {
        if (!IsJson(request.ContentType))
        {
            return Refuse(new Problem("Unsupported media type", StatusCodes.Status415UnsupportedMediaType, $"Send the users as {JsonType} in UTF-8."));
        }

        var limits = options.Value;
        if (await BoundedBody.ReadAsync(request.Body, request.ContentLength, limits.MaxBodyBytes, request.HttpContext.RequestAborted) is not { } body)
        {
            return Refuse(TooLarge($"A request may have at most {limits.MaxBodyBytes} bytes. Send the users in several requests, or through the queue."));
        }

        try
        {
            var parsed = MessageParser.ParseRequest(body);
            if (parsed.Inputs.Count > limits.MaxInputs)
            {
                return Refuse(TooLarge($"A request may have at most {limits.MaxInputs} users. Send them in several requests, or through the queue."));
            }

            List<InputFault> faults = [.. parsed.Inputs.SelectMany(input => input.Faults)];
            return faults.Count > 0 ? Refuse(BadRequest(faults)) : await CreateAsync(request.HttpContext, parsed);
        }
        catch (InvalidMessageException exception)
        {
            return Refuse(BadRequest([exception.Fault]));
        }
    }

    private async Task<IResult> CreateAsync(HttpContext context, ParsedMessage parsed)
    {
        var now = time.GetUtcNow();
        var sourceId = parsed.Id is { } id ? SourceId.OfProducer(id) : SourceId.Of(Guid.CreateVersion7(now).ToString("N"), now);
        var submission = new Submission(SubmissionSource.Http, sourceId, [.. parsed.Inputs.Select(input => new SubmittedInput(input.Index, input.User!))])
        {
            MayBeKnown = parsed.Id is not null,
            TraceParent = parsed.TraceParent ?? context.Request.Headers.TraceParent,
        };

        // A caller that hangs up does not stop the work: half of its users may be in HubSpot already.
        var outcome = await intake.CreateAsync(submission, CancellationToken.None);
        var counts = OutcomeCounts.Of(outcome.Inputs);
        if (counts.Deferred > 0)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return Results.Json(
            new BatchAnswer(sourceId.Value, counts.Result, outcome.Batches, [.. outcome.Inputs.Select((input, position) => ResultOf(submission.Inputs[position], input))]),
            HttpJson.Default.BatchAnswer,
            JsonType,
            StatusOf(counts));
    }

    private static int StatusOf(OutcomeCounts counts) => counts switch
    {
        _ when counts.Created == counts.Total => StatusCodes.Status200OK,
        _ when counts.Deferred == counts.Total => StatusCodes.Status503ServiceUnavailable,
        _ when counts.Rejected + counts.Duplicate == counts.Total => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status207MultiStatus,
    };

    private static UserResult ResultOf(SubmittedInput input, InputOutcome outcome) => new(
        input.Index,
        input.User.ObjectWriteTraceId,
        outcome.Outcome,
        outcome.HubSpotId,
        outcome.ExistingId,
        outcome.BatchId,
        outcome.ErrorCategory,
        outcome.ErrorMessage);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, JsonType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is not { } charset || string.Equals(charset.Trim('"'), Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge(string detail) => new("Request too large", StatusCodes.Status413PayloadTooLarge, detail);

    private static Problem BadRequest(IReadOnlyList<InputFault> faults) =>
        new("The request cannot be taken", StatusCodes.Status400BadRequest, "Nothing was sent to HubSpot. Mend the fields named in errors and send the request again.", faults);

    private static IResult Refuse(Problem problem) => Results.Json(problem, HttpJson.Default.Problem, ProblemType, problem.Status);
}
