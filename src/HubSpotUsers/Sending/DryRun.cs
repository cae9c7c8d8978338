using System.Threading.RateLimiting;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Secrets;

namespace HubSpotUsers.Sending;

/// <summary>Stands in for the call of a batch: takes token and permit as the call would, and sends nothing.</summary>
/// <param name="tokens">Gives the token.</param>
/// <param name="limiter">Gives the permit.</param>
internal sealed class DryRun(HubSpotTokenCache tokens, RateLimiter limiter, TimeProvider time)
{
    /// <summary>Takes the inputs of a batch to an outcome that says that nothing was sent, and records the call that was not made.</summary>
    /// <param name="calls">Records it.</param>
    /// <param name="leaving">Called when the call would leave.</param>
    internal async Task RunAsync(Guid batchId, IReadOnlyList<PendingInput> inputs, BatchCalls calls, Action leaving, CancellationToken cancellationToken)
    {
        if (inputs.Count is 0)
        {
            return;
        }

        var sentAt = time.GetUtcNow();
        var (result, outcome) = await PretendAsync(batchId, inputs, leaving, cancellationToken);
        await calls.RecordAsync(new FinishedCall(batchId, inputs, result, outcome, sentAt, time.GetUtcNow()), []);
    }

    private async Task<(CallResult Result, BatchOutcome Outcome)> PretendAsync(
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
