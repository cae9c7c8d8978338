namespace HubSpotUsers.Ledger;

/// <summary>The intents there were at one moment.</summary>
/// <param name="intents">All of them.</param>
/// <param name="now">That moment.</param>
internal sealed class IntentSnapshot(IReadOnlyList<Intent> intents, DateTimeOffset now)
{
    private readonly ILookup<string, (Intent Intent, DateTimeOffset SentAt)> _byInput = intents
        .SelectMany(intent => intent.Inputs.Select(input => (input.Key, Intent: intent, SentAt: input.SentAt ?? intent.OpenedAt)))
        .ToLookup(one => one.Key, one => (one.Intent, one.SentAt), StringComparer.Ordinal);

    /// <summary>All intents.</summary>
    public IReadOnlyList<Intent> Intents => intents;

    /// <summary>Whether an intent is of a batch that somebody may still be at work on, as far as this snapshot knows.</summary>
    public bool IsKnownDead(Guid batchId) => intents.Any(intent => intent.BatchId == batchId && !intent.IsAliveAt(now));

    /// <summary>Until when a process may be at work on an input; null when none is.</summary>
    public DateTimeOffset? BusyUntil(string inputKey) =>
        _byInput[inputKey].Where(one => one.Intent.IsAliveAt(now)).Select(one => (DateTimeOffset?)one.Intent.ExpiresAt).Max();

    /// <summary>When an input may first have been sent by a process that has died; null when none has.</summary>
    public DateTimeOffset? SentAt(string inputKey) =>
        _byInput[inputKey].Where(one => !one.Intent.IsAliveAt(now)).Select(one => (DateTimeOffset?)one.SentAt).Min();
}
