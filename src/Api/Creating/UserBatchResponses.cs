using System.Text.Json;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Creating;

/// <summary>Writes the response to a request from the outcomes of its users: the same one for the same outcomes, however often it is asked.</summary>
/// <param name="batches">Knows the batches of earlier runs.</param>
internal sealed class UserBatchResponses(BatchReader batches, TimeProvider time)
{
    /// <summary>Writes the response.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="parsed">Its users.</param>
    /// <param name="outcomes">What became of them, in the same order.</param>
    /// <param name="summaries">The batches that are known without asking.</param>
    internal async Task<IResult> WriteAsync(
        string requestId,
        ParsedMessage parsed,
        IReadOnlyList<InputOutcome> outcomes,
        IReadOnlyList<BatchSummary> summaries)
    {
        var known = summaries.ToDictionary(summary => summary.Id);
        var ids = outcomes.Select(outcome => outcome.BatchId).OfType<Guid>().Distinct().Order();
        var found = await Task.WhenAll(ids.Select(async id => known.GetValueOrDefault(id) ?? await batches.FindSummaryAsync(id)));
        List<BatchSummary> all = [.. found.OfType<BatchSummary>()];
        if (NotNow.Find(requestId, outcomes, all, time.GetUtcNow()) is { } refusal)
        {
            throw refusal;
        }

        var response = new UserBatchResponse(requestId, ResultOf(outcomes), all, [.. outcomes.Select((outcome, position) => ResultOf(parsed.Inputs[position], outcome))]);
        return new ApiResult(StatusOf([.. outcomes.Select(outcome => outcome.Outcome)]), ApiResult.JsonType, JsonSerializer.SerializeToUtf8Bytes(response, HttpJson.Default.UserBatchResponse))
        {
            RetryAfter = NotNow.RetryAfter(outcomes, time.GetUtcNow()),
        };
    }

    /// <summary>The status of a response whose users have these outcomes.</summary>
    internal static int StatusOf(IReadOnlyList<Outcome> outcomes)
    {
        // Of users that HubSpot has already there is nothing to fix either.
        if (outcomes.All(outcome => outcome is Outcome.Created or Outcome.DryRun) || outcomes.All(outcome => outcome is Outcome.Duplicate))
        {
            return StatusCodes.Status200OK;
        }

        return outcomes.All(outcome => outcome is Outcome.Rejected or Outcome.Duplicate)
            ? StatusCodes.Status422UnprocessableEntity
            : StatusCodes.Status207MultiStatus;
    }

    /// <summary>A user that waits although it may have been sent is as open as one without any record.</summary>
    private static BatchResult ResultOf(IReadOnlyList<InputOutcome> outcomes) =>
        OutcomeCounts.Of(outcomes).Result is BatchResult.Failed && outcomes.Any(outcome => outcome.MayBeCreated)
            ? BatchResult.Unknown
            : OutcomeCounts.Of(outcomes).Result;

    private static UserResult ResultOf(ParsedInput input, InputOutcome outcome) => new(
        input.Index,
        input.User!.ObjectWriteTraceId,
        outcome.Outcome,
        outcome.HubSpotId,
        outcome.ExistingId,
        outcome.BatchId,
        outcome.ErrorCategory,
        outcome.ErrorMessage);
}

/// <summary>The response to a request to create users.</summary>
/// <param name="RequestId">The request's id: the source id of its inputs in the tables.</param>
/// <param name="Outcome">The outcome of the request as a whole.</param>
/// <param name="Batches">The batches its users were in; their counts include users of others.</param>
/// <param name="Results">One result for each user, in the order sent.</param>
internal sealed record UserBatchResponse(string RequestId, BatchResult Outcome, IReadOnlyList<BatchSummary> Batches, IReadOnlyList<UserResult> Results);

/// <summary>What became of one user of a request.</summary>
/// <param name="Index">The user's position in the request, from 0.</param>
/// <param name="ObjectWriteTraceId">The caller's own trace id.</param>
/// <param name="Outcome">What became of the user.</param>
/// <param name="Id">HubSpot's id of the created user.</param>
/// <param name="ExistingId">HubSpot's id of the user that already existed.</param>
/// <param name="BatchId">The batch the user was in.</param>
/// <param name="ErrorCategory">HubSpot's category of the error.</param>
/// <param name="ErrorMessage">What went wrong.</param>
internal sealed record UserResult(
    int Index,
    string? ObjectWriteTraceId,
    Outcome Outcome,
    string? Id,
    string? ExistingId,
    Guid? BatchId,
    string? ErrorCategory,
    string? ErrorMessage);
