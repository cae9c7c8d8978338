namespace HubSpotUsers.Http.Health;

/// <summary>One thing the app needs.</summary>
/// <param name="Name">What it is: storage, queue or token.</param>
/// <param name="Ready">Whether it is there.</param>
/// <param name="Reason">Why it is not; free of names, addresses and secrets.</param>
public sealed record HealthCheck(string Name, bool Ready, string? Reason = null);
