using Azure;
using HubSpotUsers.HubSpot.Responses;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>Finds out where inputs stand that may have been here before.</summary>
/// <param name="intents">Who is at work on what.</param>
/// <param name="users">What is done.</param>
/// <param name="options">How long a batch may be in flight.</param>
internal sealed class LedgerCheck(IntentTable intents, UserTable users, IOptions<LedgerOptions> options, TimeProvider time)
{
    /// <summary>Finds where the inputs of one source stand.</summary>
    /// <param name="sourceId">The source.</param>
    /// <param name="indices">Its inputs.</param>
    /// <param name="isRedrive">Whether a person decided that inputs without a user in HubSpot be tried again.</param>
    /// <param name="decidedAt">When that was: a later outcome is news to the person, and stands. Null when it is not known.</param>
    /// <param name="notAppliedIn">The batches that certainly did not create the inputs: what is left of them says nothing.</param>
    internal async Task<IReadOnlyList<Standing>> CheckAsync(
        SourceId sourceId,
        IEnumerable<int> indices,
        bool isRedrive,
        DateTimeOffset? decidedAt = null,
        IReadOnlyCollection<Guid>? notAppliedIn = null)
    {
        // Intents first: whoever ends between the two reads has written its rows before it removes its intent.
        var snapshot = (await intents.ReadAsync()).Without(notAppliedIn ?? []);
        var entries = await users.ReadAsync(sourceId);
        return [.. indices.Select(index =>
        {
            var key = sourceId.InputKey(index);
            var entry = entries.GetValueOrDefault(key);
            var isEmptyClaim = entry is { Outcome: null, BatchId: { } claimant } && notAppliedIn?.Contains(claimant) is true;
            return StandingOf(key, entry, snapshot, isRedrive && !IsNewerThan(entry, decidedAt), isEmptyClaim);
        })];
    }

    private Standing StandingOf(string key, LedgerEntry? entry, IntentSnapshot snapshot, bool isRedrive, bool isEmptyClaim)
    {
        if (entry is { Outcome: { } outcome } && !IsOpen(entry, isRedrive))
        {
            return new Standing(outcome, null) { Entry = entry };
        }

        if (snapshot.BusyUntil(key) is { } expiry)
        {
            return Busy(expiry);
        }

        // A person decides about doubt that was reported, not about a crash since.
        var (sentAt, last) = (snapshot.SentAt(key), snapshot.LastSent(key));
        var isDecided = isRedrive && sentAt is null;
        return entry switch
        {
            null => Cleared(row: null, sentAt, isDecided),

            // The claim replaced no doubt: a batch that takes over one says so in the message.
            { Outcome: null } when isEmptyClaim => Cleared(entry.ETag, sentAt),

            // A young claim whose intent is not there was made after the intents were read.
            { Outcome: null, BatchId: { } claimant } when !snapshot.IsKnownDead(claimant) && YoungUntil(entry) is { } end => Busy(end),
            { Outcome: null } => Cleared(entry.ETag, Earlier(sentAt, entry.ClaimedAt)),

            // Asking again for a user without a record means asking HubSpot first, without a lower bound of time.
            { Outcome.Outcome: Outcome.Unknown } => Cleared(entry.ETag, sentAt ?? DateTimeOffset.MinValue, isDecided),
            _ => Cleared(entry.ETag, sentAt),
        };

        Standing Busy(DateTimeOffset until) => new(null, null, until) { Entry = entry };

        Standing Cleared(ETag? row, DateTimeOffset? since, bool isDecidedOn = false) =>
            new(null, new Clearance(row, since) { IsDecided = isDecidedOn, LastSentAt = last?.At, CallId = last?.CallId ?? (since is null ? null : entry?.BatchId) }) { Entry = entry };
    }

    /// <summary>Whether an outcome came about after a decision, or by it: the clocks of who decides and of who records may differ.</summary>
    private static bool IsNewerThan(LedgerEntry? entry, DateTimeOffset? decidedAt) => entry?.CompletedAt > decidedAt || entry?.DecidedAt >= decidedAt;

    private DateTimeOffset? YoungUntil(LedgerEntry claim) =>
        claim.ClaimedAt + options.Value.IntentLifetime is { } end && end > time.GetUtcNow() ? end : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    /// <summary>Whether an input may be tried again although it has an outcome.</summary>
    private static bool IsOpen(LedgerEntry entry, bool isRedrive) =>
        entry is { IsSwept: true } or { Outcome.Outcome: Outcome.DryRun }
        || (isRedrive && entry.Outcome is { Outcome: Outcome.Rejected or Outcome.Unknown, ErrorCategory: not OwnCategories.Erased });
}

/// <summary>Where an input stands: it has its <see cref="Outcome"/>, or a <see cref="Clearance"/> to be sent, or neither while it is in flight elsewhere.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Clearance">How it may be sent.</param>
/// <param name="BusyUntil">When it is no longer in flight, whatever became of the process that has it.</param>
internal sealed record Standing(InputOutcome? Outcome, Clearance? Clearance, DateTimeOffset? BusyUntil = null)
{
    /// <summary>The row there is; null when there is none.</summary>
    public LedgerEntry? Entry { get; init; }

    /// <summary>Whether the row is of another user with the same id, whose outcome is still open.</summary>
    public bool IsAnothers { get; init; }
}

/// <summary>A row of the users table: an outcome, or the claim of a batch that is in flight.</summary>
/// <param name="Outcome">The outcome; null for a claim.</param>
/// <param name="BatchId">The batch that got the outcome, or has the claim.</param>
/// <param name="ClaimedAt">When the claim was made.</param>
/// <param name="IsSwept">Whether its process died before it could find out: a later outcome may replace this one.</param>
/// <param name="ContentHash">The hash of the user; null when its source has no id of its producer's.</param>
/// <param name="ETag">The row's version.</param>
internal sealed record LedgerEntry(InputOutcome? Outcome, Guid? BatchId, DateTimeOffset? ClaimedAt, bool IsSwept, string? ContentHash, ETag ETag)
{
    /// <summary>When the outcome was recorded; null when the row does not say.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When a person decided that it be sent again, which then had this outcome; null without a decision.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}
