using System.Collections.Frozen;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Batching;

/// <summary>
/// Takes in submissions. First deliveries of plain messages go straight into batches; whatever may have been here before is
/// looked up in the ledger first, and only what is neither done nor in flight goes on.
/// </summary>
/// <param name="ledger">Knows what was here before.</param>
/// <param name="batcher">Creates users.</param>
internal sealed class UserIntake(LedgerCheck ledger, UserBatcher batcher)
{
    /// <summary>Has users created, unless they are already.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="cancellationToken">Defers the inputs that are in no batch yet; the others are waited for.</param>
    /// <exception cref="Exception">The tables could not be read: see <see cref="Storage.StorageFailure"/>. Nothing was sent.</exception>
    public async Task<SubmissionOutcome> CreateAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (!submission.MayBeKnown)
        {
            return await batcher.CreateAsync(submission, cancellationToken);
        }

        var (inputs, standings) = await CheckAsync(submission);
        List<int> open = [.. Enumerable.Range(0, standings.Count).Where(position => standings[position].Clearance is not null)];
        var created = await batcher.CreateAsync(
            submission with { Inputs = [.. open.Select(position => inputs[position] with { Clearance = standings[position].Clearance })] },
            cancellationToken);
        var outcomes = inputs.Select((input, position) => OutcomeOf(submission, input, standings[position])).ToArray();
        for (var place = 0; place < open.Count; place++)
        {
            outcomes[open[place]] = created.Inputs[place];
        }

        return created with { Inputs = outcomes, KnownKeys = KnownKeys(standings) };
    }

    /// <summary>Finds out what is known of users, and sends none.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="reason">Why none is sent.</param>
    /// <exception cref="Exception">The tables could not be read: see <see cref="Storage.StorageFailure"/>.</exception>
    public async Task<SubmissionOutcome> AskAsync(Submission submission, string reason)
    {
        var (inputs, standings) = await CheckAsync(submission);
        return new SubmissionOutcome(
            [.. inputs.Select((input, position) => standings[position].Clearance is { } clearance
                ? Open(submission, input, reason) with { MayBeCreated = clearance.SentAt is not null, SentAt = clearance.SentAt }
                : OutcomeOf(submission, input, standings[position]))],
            [])
        {
            KnownKeys = KnownKeys(standings),
        };
    }

    /// <summary>The outcome of users that could neither be sent nor be asked for.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="reason">Why not.</param>
    public static SubmissionOutcome LeaveOpen(Submission submission, string reason) =>
        new([.. submission.Inputs.Select(input => Open(submission, input, reason) with { MayBeElsewhere = submission.MayBeKnown })], []);

    private async Task<(IReadOnlyList<SubmittedInput> Inputs, IReadOnlyList<Standing> Standings)> CheckAsync(Submission submission)
    {
        SubmittedInput[] inputs = [.. submission.Inputs.Select(input => input with { ContentHash = ContentHash.Of(submission.SourceId, input.Index, input.User) })];
        var standings = await ledger.CheckAsync(submission.SourceId, submission.Inputs.Select(input => input.Index), submission.IsRedrive, submission.DecidedAt, submission.NotAppliedIn);
        return (inputs, [.. standings.Select((standing, position) => Doubt(Compare(standing, inputs[position], submission), submission.SentAt))]);
    }

    /// <summary>
    /// Compares a user with the one that has its id. A refused one may be corrected under the same id, and so may one that was dropped before
    /// any process could read it; of any other the producer would never hear again. While the outcome of the other is open, this one waits.
    /// </summary>
    private static Standing Compare(Standing standing, SubmittedInput input, Submission submission)
    {
        if (standing.Entry is not { } entry || input.ContentHash is not { } hash || hash == entry.ContentHash)
        {
            return standing;
        }

        var isOther = entry.ContentHash is not null;
        return (standing.Outcome, entry.Outcome) switch
        {
            ({ Outcome: Outcome.Rejected } refused, _) when isOther || refused.ErrorCategory is OwnCategories.Dropped =>
                new Standing(null, new Clearance(entry.ETag, SentAt: null)) { Entry = entry },
            _ when !isOther => standing,
            ({ } outcome, _) => Reused(outcome, submission),

            // A sweep leaves the outcome open to the message that it is of, and to no other; neither does a decision about a user that was
            // certainly not created say anything of one in doubt.
            (null, { Outcome: Outcome.Unknown } outcome) when !submission.IsRedrive || submission.SentAt is null => Reused(outcome, submission),
            (null, null) => standing with { Clearance = null, IsAnothers = true },
            _ => standing,
        };
    }

    /// <summary>The id is another user's. That says nothing of a user which may have been sent before.</summary>
    private static Standing Reused(InputOutcome other, Submission submission) => new(
        new InputOutcome
        {
            InputKey = other.InputKey,
            Outcome = submission.SentAt is null ? Outcome.Rejected : Outcome.Unknown,
            ErrorCategory = OwnCategories.IdReused,
            ErrorMessage = submission.SentAt is null
                ? $"Another user with this id is {other.Outcome}; send this one under an id of its own"
                : $"Another user with this id is {other.Outcome}, and this one may have been created; send it under an id of its own if HubSpot does not have it",
        },
        null);

    /// <summary>
    /// What a message says of its users' past holds beside what the ledger says. A person decided about users of which it was not known
    /// since when they are in doubt; a doubt with a time is a newer one. A sweep knows no time, so that of the message holds.
    /// </summary>
    private static Standing Doubt(Standing standing, DateTimeOffset? sentAt) =>
        standing.Clearance is { } clearance && sentAt is { } since
            ? standing with
            {
                Clearance = clearance with
                {
                    SentAt = clearance.SentAt < since && standing.Entry is not { IsSwept: true } ? clearance.SentAt : since,
                    IsDecided = clearance.IsDecided && since == DateTimeOffset.MinValue,
                },
            }
            : standing;

    private static InputOutcome OutcomeOf(Submission submission, SubmittedInput input, Standing standing) => standing switch
    {
        { Outcome: { } outcome } => outcome,

        // The other may be in the poison queue or lost for good: this one waits for it as long as its attempts last.
        { IsAnothers: true } => Open(submission, input, "Another user with this id is in flight or in doubt; this one waits for its outcome") with
        {
            NotBefore = standing.BusyUntil,
            IsAttempt = true,
        },

        // To look again before the other batch has ended or expired would find nothing new, and waiting for it is no attempt.
        _ => Open(submission, input, "Another delivery of the user is in flight") with { NotBefore = standing.BusyUntil, MayBeElsewhere = true },
    };

    private static InputOutcome Open(Submission submission, SubmittedInput input, string reason) => new()
    {
        InputKey = submission.SourceId.InputKey(input.Index),
        Outcome = Outcome.Deferred,
        ErrorMessage = reason,
        MayBeCreated = submission.SentAt is not null,
        SentAt = submission.SentAt,
    };

    private static FrozenSet<string> KnownKeys(IEnumerable<Standing> standings) => standings
        .Where(standing => standing is { Outcome: not null, Entry: not null })
        .Select(standing => standing.Outcome!.InputKey)
        .ToFrozenSet(StringComparer.Ordinal);
}
