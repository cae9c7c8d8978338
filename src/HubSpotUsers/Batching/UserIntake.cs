using System.Collections.Frozen;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Batching;

/// <summary>
/// Takes in submissions. First deliveries of plain messages go straight into batches; whatever may have been here before is
/// looked up in the ledger first, and only what is neither done nor in flight goes on.
/// </summary>
/// <param name="ledger">Knows what was here before.</param>
/// <param name="batcher">Creates users.</param>
public sealed class UserIntake(LedgerCheck ledger, UserBatcher batcher)
{
    /// <summary>Has users created, unless they are already.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="cancellationToken">Takes back the inputs that are in no batch yet; the others are waited for.</param>
    /// <exception cref="Azure.RequestFailedException">The tables could not be read or did not take the results.</exception>
    public async Task<SubmissionOutcome> CreateAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (!submission.MayBeKnown)
        {
            return await batcher.CreateAsync(submission, cancellationToken);
        }

        var standings = await ledger.CheckAsync(submission.SourceId, submission.Inputs.Select(input => input.Index), submission.IsRedrive);
        List<int> open = [.. Enumerable.Range(0, standings.Count).Where(position => standings[position].Clearance is not null)];
        var created = await batcher.CreateAsync(
            submission with { Inputs = [.. open.Select(position => submission.Inputs[position] with { Clearance = standings[position].Clearance })] },
            cancellationToken);
        var outcomes = standings.Select((standing, position) => standing.Outcome ?? Busy(submission, position, standing.BusyUntil)).ToArray();
        for (var place = 0; place < open.Count; place++)
        {
            outcomes[open[place]] = created.Inputs[place];
        }

        return created with
        {
            Inputs = outcomes,
            KnownKeys = standings.Select(standing => standing.Outcome).OfType<InputOutcome>().Select(outcome => outcome.InputKey).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    /// <summary>To look again before the other batch has ended or expired would be in vain, and waiting for it is no attempt.</summary>
    private static InputOutcome Busy(Submission submission, int position, DateTimeOffset? until) => new()
    {
        InputKey = submission.SourceId.InputKey(submission.Inputs[position].Index),
        Outcome = Outcome.Deferred,
        ErrorMessage = "Another delivery of the user is in flight",
        NotBefore = until,
    };
}
