using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Creating;

/// <summary>
/// Creates the users of a request while its caller waits, and returns their outcomes. A request that has been carried out is
/// responded to from the ledger.
/// </summary>
/// <param name="intake">Creates users.</param>
/// <param name="ledger">Knows what has become of users.</param>
/// <param name="uncalled">Lists by day the users that end without a call.</param>
/// <param name="responses">Writes the responses.</param>
/// <param name="options">How long users wait.</param>
/// <param name="logger">Takes ids, never values.</param>
internal sealed partial class ImmediateRequests(
    RequestTable requests,
    UserIntake intake,
    LedgerCheck ledger,
    UncalledUsers uncalled,
    UserBatchResponses responses,
    IOptions<HttpOptions> options,
    TimeProvider time,
    ILogger<ImmediateRequests> logger)
{
    /// <summary>Carries out a request.</summary>
    /// <param name="opened">The request.</param>
    /// <param name="parsed">Its users.</param>
    /// <param name="isKeyed">Whether it may come again with its key.</param>
    /// <param name="traceParent">The trace context it came in.</param>
    internal async Task<IResult> RunAsync(OpenedRequest opened, ParsedMessage parsed, bool isKeyed, string? traceParent)
    {
        var sourceId = opened.Entry.SourceId;
        if (opened.Standing is not RequestStanding.Begun)
        {
            return await ReplayAsync(opened, sourceId, parsed);
        }

        using var span = Spans.StartRequest(opened.Entry.Id, parsed.TraceParent ?? traceParent);
        var submission = new Submission(SubmissionSource.Http, sourceId, [.. parsed.Inputs.Select(input => new SubmittedInput(input.Index, input.User!))])
        {
            MayBeKnown = isKeyed || parsed.Id is not null,
            TraceParent = Spans.ContextOr(parsed.TraceParent ?? traceParent),
        };

        // A caller that hangs up does not stop the work: half of its users may be in HubSpot already. Only time does, and only for
        // users in no batch yet.
        using var patience = new CancellationTokenSource(options.Value.MaxWait, time);
        var outcome = await intake.CreateAsync(submission, patience.Token);
        Spans.End(span, parsed.Inputs.Count, outcome.Inputs);
        var isOver = outcome.Inputs.All(input => input.Outcome is Outcome.Created or Outcome.Duplicate or Outcome.Rejected or Outcome.Unknown);
        await TrySaveAsync(opened.Entry with { State = isOver ? RequestState.Done : RequestState.Open });
        await TryListAsync(opened.Entry.Id, sourceId, outcome.Inputs.Where(input => input.ErrorCategory is OwnCategories.IdReused));
        return await responses.WriteAsync(opened.Entry.Id, parsed, outcome.Inputs, outcome.Batches);
    }

    /// <summary>Writes how far a request is. The response matters more: a request that stays running on record is found out about by the ledger.</summary>
    private async Task TrySaveAsync(RequestEntry entry)
    {
        try
        {
            await requests.SaveAsync(entry);
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotSaved(logger, entry.Id, StorageFailure.StatusOf(exception));
        }
    }

    private async Task TryListAsync(string requestId, SourceId sourceId, IEnumerable<InputOutcome> reused)
    {
        try
        {
            await uncalled.AddAsync(sourceId, reused, messageId: requestId);
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotListed(logger, requestId, StorageFailure.StatusOf(exception));
        }
    }

    /// <summary>Responds from the ledger, also for a process that died before it could record that it was done.</summary>
    private async Task<IResult> ReplayAsync(OpenedRequest opened, SourceId sourceId, ParsedMessage parsed)
    {
        var standings = await ledger.CheckAsync(sourceId, parsed.Inputs.Select(input => input.Index), isRedrive: false);
        if (opened.Standing is RequestStanding.Busy)
        {
            if (standings.Any(standing => standing.Outcome is null))
            {
                throw RunningRequest.Refuse(opened.Entry);
            }

            await requests.SaveAsync(opened.Entry with { State = RequestState.Done });
        }

        return await responses.WriteAsync(
            opened.Entry.Id,
            parsed,
            [.. standings.Select((standing, position) => standing.Outcome ?? Forgotten(sourceId.InputKey(parsed.Inputs[position].Index)))],
            []);
    }

    private static InputOutcome Forgotten(string inputKey) =>
        new() { InputKey = inputKey, Outcome = Outcome.Unknown, ErrorMessage = "The outcome is not on record any more" };

    private static partial class Log
    {
        [LoggerMessage(310, LogLevel.Warning, "The progress of request {RequestId} could not be recorded (HTTP {Status}); its caller has the response.")]
        public static partial void NotSaved(ILogger logger, string requestId, int status);

        [LoggerMessage(314, LogLevel.Warning, "Users of request {RequestId} with a reused id could not be listed for the day (HTTP {Status}); its caller has the response.")]
        public static partial void NotListed(ILogger logger, string requestId, int status);
    }
}
