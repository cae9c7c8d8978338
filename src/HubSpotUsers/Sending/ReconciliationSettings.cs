namespace HubSpotUsers.Sending;

/// <summary>How doubt about users is resolved.</summary>
/// <param name="UniqueProperty">The property HubSpot is asked by; null when the account has none.</param>
/// <param name="Delay">How long to wait before HubSpot is asked: a call that seems lost may still be applied.</param>
/// <param name="MaxRounds">How many times users are sent again in one go.</param>
internal sealed record ReconciliationSettings(string? UniqueProperty, TimeSpan Delay, int MaxRounds);
