namespace HubSpotUsers.Storage;

/// <summary>The names of the tables that more than one room uses.</summary>
internal static class TableNames
{
    /// <summary>What all processes and operators share: mode, pause, and the window of the rate limit.</summary>
    public const string Control = "HubSpotControl";

    /// <summary>Requests, their idempotency keys, their list, their counts and the faulty lines of their files; and the hashes by which users are found.</summary>
    public const string Requests = "HubSpotRequests";
}
