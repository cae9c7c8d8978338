namespace History;

/// <summary>A row of the users table.</summary>
/// <param name="Key">The input key.</param>
/// <param name="Outcome">The outcome; <c>Pending</c> for a claim.</param>
/// <param name="HubSpotId">The id of the created user.</param>
/// <param name="ExistingId">The id of the user that was there already.</param>
/// <param name="IsReconciled">Whether the outcome was found by asking HubSpot afterwards.</param>
public sealed record OutcomeRow(string Key, string Outcome, string? HubSpotId, string? ExistingId, bool IsReconciled);
