namespace HubSpotUsers.Ledger;

/// <summary>An input as an intent names it.</summary>
/// <param name="Partition">The partition of its row in the users table.</param>
/// <param name="Key">Its key.</param>
/// <param name="SentAt">When an earlier batch may have sent it; null when none did, so that it is of this batch at the earliest.</param>
/// <param name="LastSentAt">When it was last sent, once that is known; null while its batch is at work.</param>
/// <param name="CallId">The call that left open whether it was created; null when none has yet.</param>
internal sealed record IntentInput(string Partition, string Key, DateTimeOffset? SentAt = null, DateTimeOffset? LastSentAt = null, Guid? CallId = null);
