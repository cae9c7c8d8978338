namespace HubSpotUsers.Ledger;

/// <summary>An input as an intent names it.</summary>
/// <param name="Partition">The partition of its row in the users table.</param>
/// <param name="Key">Its key.</param>
internal sealed record IntentInput(string Partition, string Key);
