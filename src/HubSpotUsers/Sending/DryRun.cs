using System.Threading.RateLimiting;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Secrets;

namespace HubSpotUsers.Sending;

/// <summary>Stands in for the call of a batch: takes token and permit as the call would, and sends nothing.</summary>
/// <param name="tokens">Gives the token.</param>
/// <param name="limiter">Gives the permit.</param>
internal sealed class DryRun(HubSpotTokenCache tokens, RateLimiter limiter)
{
    /// <summary>Pretends to send a batch.</summary>
    internal async Task<(CallResult Result, BatchOutcome Outcome)> PretendAsync(
        Guid batchId,
        IReadOnlyList<PendingInput> inputs,
        Action leaving,
        CancellationToken cancellationToken)
    {
        try
        {
            await tokens.GetAsync(cancellationToken);
            using var permit = await limiter.AcquireAsync(permitCount: 1, cancellationToken);
            leaving();
            return (new CallResult { Outcome = CallOutcome.NotApplied, Trouble = "Dry run: nothing was sent" }, OutcomeOf(Outcome.DryRun, message: null));
        }
        catch (Exception exception) when (exception is HubSpotTokenException or OperationCanceledException)
        {
            var result = new CallResult { Outcome = CallOutcome.NotApplied, Trouble = CallOutcomes.Describe(exception) };
            return (result, OutcomeOf(Outcome.Deferred, result.Trouble));
        }

        BatchOutcome OutcomeOf(Outcome outcome, string? message) => new(
            [.. inputs.Select(input => new InputOutcome { InputKey = input.Input.Key, Outcome = outcome, BatchId = batchId, ErrorMessage = message })],
            [],
            []);
    }
}
