namespace HubSpotUsers.Pausing;

/// <summary>Whether users may be sent, and how.</summary>
/// <param name="Pause">The pause that holds them; null when they may be sent.</param>
/// <param name="Probed">The pause that only a call can end, when the caller's is the one that probes; until the next may. Null otherwise.</param>
/// <param name="ProbeUntil">When that probe counts as failed if no result is reported.</param>
/// <param name="IsDryRun">Whether everything but the call is done.</param>
/// <param name="LookAgainAt">When to ask again for what an operator's word holds.</param>
internal readonly record struct SendingState(Pause? Pause, Pause? Probed, DateTimeOffset? ProbeUntil, bool IsDryRun, DateTimeOffset LookAgainAt);
