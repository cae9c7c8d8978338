namespace HubSpotUsers.Ledger;

/// <summary>A batch in flight: written before its first call, removed after its last row.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="ExpiresAt">When it counts as dead.</param>
/// <param name="IsReleased">Whether its process let go of it, with the fate of its inputs open.</param>
internal sealed record Intent(Guid BatchId, IReadOnlyList<IntentInput> Inputs, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, bool IsReleased)
{
    /// <summary>Whether this version knows all its inputs. Others may be in flight, or in doubt, so that the intent stays for a version that does.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>When its process may have called last: it gives a batch up before the intent expires.</summary>
    public DateTimeOffset LastCallAt => OpenedAt + ((ExpiresAt - OpenedAt) * LedgerOptions.WorkingShare);

    /// <summary>Whether a process may still be working on it.</summary>
    public bool IsAliveAt(DateTimeOffset now) => !IsReleased && now < ExpiresAt;
}

/// <summary>An input as an intent names it.</summary>
/// <param name="Partition">The partition of its row in the users table.</param>
/// <param name="Key">Its key.</param>
/// <param name="SentAt">When an earlier batch may have sent it; null when none did, so that it is of this batch at the earliest.</param>
/// <param name="LastSentAt">When it was last sent, once that is known; null while its batch is at work.</param>
/// <param name="CallId">The call that left open whether it was created; null when none has yet.</param>
internal sealed record IntentInput(string Partition, string Key, DateTimeOffset? SentAt = null, DateTimeOffset? LastSentAt = null, Guid? CallId = null);
