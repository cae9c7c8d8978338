namespace HubSpotUsers.Storage;

/// <summary>The names of the tables that more than one room uses.</summary>
internal static class TableNames
{
    /// <summary>What all processes and operators share: mode, pause, and the window of the rate limit.</summary>
    public const string Control = "HubSpotControl";

    /// <summary>Requests, their idempotency keys, their counts and the faulty lines of their files.</summary>
    public const string Requests = "HubSpotRequests";
}
