namespace HubSpotUsers.Http.Health;

/// <summary>Whether the app is ready for work.</summary>
/// <param name="Status">ready or notReady.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record HealthView(string Status, IReadOnlyList<HealthCheck> Checks);
