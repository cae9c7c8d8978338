namespace HubSpotUsers;

/// <summary>What became of an input.</summary>
public enum Outcome
{
    /// <summary>HubSpot created the user.</summary>
    Created,

    /// <summary>HubSpot has the user already.</summary>
    Duplicate,

    /// <summary>HubSpot refused the user; it was not created.</summary>
    Rejected,

    /// <summary>It is unknown whether HubSpot created the user, so it is not sent again.</summary>
    Unknown,

    /// <summary>Not yet: the user will be tried again.</summary>
    Deferred,

    /// <summary>Everything but the call was done : a dry run.</summary>
    DryRun,
}
