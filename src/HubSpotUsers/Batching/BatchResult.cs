namespace HubSpotUsers.Batching;

/// <summary>What a batch came to as a whole.</summary>
public enum BatchResult
{
    /// <summary>Every user was created.</summary>
    Succeeded,

    /// <summary>Some users were created, or may have been.</summary>
    PartiallySucceeded,

    /// <summary>No user was created.</summary>
    Failed,

    /// <summary>Nobody knows whether any user was created.</summary>
    Unknown,

    /// <summary>No user was sent: a dry run.</summary>
    DryRun,
}
