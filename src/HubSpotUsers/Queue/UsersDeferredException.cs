namespace HubSpotUsers.Queue;

/// <summary>Users could not be sent now, for a reason that has nothing to do with them; their message must be delivered again.</summary>
/// <param name="reason">Why; free of personal data.</param>
public sealed class UsersDeferredException(string? reason) : Exception(reason ?? "Users could not be sent to HubSpot now.");
