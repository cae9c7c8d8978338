using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Sending;

/// <summary>Tells which inputs of a batch may be sent, or asked for, now.</summary>
/// <param name="hubSpot">How doubt is resolved.</param>
/// <param name="ledger">How long a message certainly is its delivery's own.</param>
internal sealed class InputReadiness(IOptions<HubSpotOptions> hubSpot, IOptions<LedgerOptions> ledger, TimeProvider time)
{
    /// <summary>Defers the inputs that may not be sent or asked for yet.</summary>
    /// <returns>The others.</returns>
    public IReadOnlyList<PendingInput> DeferUnready(IReadOnlyList<PendingInput> inputs, SendingState state)
    {
        var (timestamp, now) = (time.GetTimestamp(), time.GetUtcNow());
        var ready = new List<PendingInput>(inputs.Count);
        foreach (var input in inputs)
        {
            if (IsOverdue(input, timestamp))
            {
                input.Defer("The message waited so long that another process may have received it", mayBeElsewhere: true);
            }
            else if (state.IsDryRun && input.SentAt is not null)
            {
                input.Defer("In a dry run HubSpot is not asked for users that may have been sent", state.LookAgainAt);
            }
            else if (hubSpot.Value.UniqueProperty is { Length: > 0 } && input.LastSentAt + hubSpot.Value.ReconcileDelay is { } askableAt && askableAt > now)
            {
                input.Defer("HubSpot may still apply the call that sent the user; it will be asked later", askableAt);
            }
            else
            {
                ready.Add(input);
            }
        }

        return ready;
    }

    /// <summary>
    /// A message is certainly its invocation's own for half a lease. After that another delivery may be under way that this process
    /// knows nothing of, so the ledger must be asked first.
    /// </summary>
    private bool IsOverdue(PendingInput input, long now) =>
        input is { Clearance: null, Owner.Submission.Source: SubmissionSource.Queue }
        && time.GetElapsedTime(input.Owner.Submission.DeliveredAt ?? input.ArrivedAt, now) > ledger.Value.UncheckedTime;
}
