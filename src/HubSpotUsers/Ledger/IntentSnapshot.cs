namespace HubSpotUsers.Ledger;

/// <summary>The intents there were at one moment.</summary>
/// <param name="intents">All of them.</param>
/// <param name="now">That moment.</param>
internal sealed class IntentSnapshot(IReadOnlyList<Intent> intents, DateTimeOffset now)
{
    private readonly ILookup<string, (Intent Intent, IntentInput Input)> _byInput = intents
        .SelectMany(intent => intent.Inputs.Select(input => (Intent: intent, Input: input)))
        .ToLookup(one => one.Input.Key, StringComparer.Ordinal);

    /// <summary>All intents.</summary>
    public IReadOnlyList<Intent> Intents => intents;

    /// <summary>The intents without those of some batches.</summary>
    public IntentSnapshot Without(IReadOnlyCollection<Guid> batchIds) =>
        batchIds.Count is 0 ? this : new IntentSnapshot([.. intents.Where(intent => !batchIds.Contains(intent.BatchId))], now);

    /// <summary>Whether an intent is of a batch that a process may still be working on, as far as this snapshot knows.</summary>
    public bool IsKnownDead(Guid batchId) => intents.Any(intent => intent.BatchId == batchId && !intent.IsAliveAt(now));

    /// <summary>Until when a process may be at work on an input; null when none is.</summary>
    public DateTimeOffset? BusyUntil(string inputKey) =>
        _byInput[inputKey].Where(one => one.Intent.IsAliveAt(now)).Select(one => (DateTimeOffset?)one.Intent.ExpiresAt).Max();

    /// <summary>When an input may first have been sent by a process that has died; null when none has.</summary>
    public DateTimeOffset? SentAt(string inputKey) => Dead(inputKey).Select(one => (DateTimeOffset?)(one.Input.SentAt ?? one.Intent.OpenedAt)).Min();

    /// <summary>When such an input may last have been sent, and by which call; null when by none.</summary>
    public (DateTimeOffset At, Guid CallId)? LastSent(string inputKey) => Dead(inputKey)
        .Select(one => ((DateTimeOffset At, Guid CallId)?)(one.Input.LastSentAt ?? one.Intent.LastCallAt, one.Input.CallId ?? one.Intent.BatchId))
        .MaxBy(last => last!.Value.At);

    private IEnumerable<(Intent Intent, IntentInput Input)> Dead(string inputKey) => _byInput[inputKey].Where(one => !one.Intent.IsAliveAt(now));
}
