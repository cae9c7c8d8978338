namespace HubSpotUsers.Pausing;

/// <summary>Why sending is paused.</summary>
internal enum PauseReason
{
    /// <summary>An operator said so.</summary>
    Operator,

    /// <summary>The day's calls are used up, or only those kept for other apps are left; until the account's midnight, with a probe now and then.</summary>
    DailyLimit,

    /// <summary>HubSpot asked for more patience than a running invocation has.</summary>
    RateLimit,

    /// <summary>HubSpot moves the account between data centres (477).</summary>
    Migration,

    /// <summary>HubSpot does not take the token (401).</summary>
    Unauthorized,

    /// <summary>The token lacks scopes (403).</summary>
    Forbidden,

    /// <summary>Every call is refused otherwise (404, 405, 415 and the like): a setting is wrong, or a gateway lets none pass.</summary>
    Misconfigured,

    /// <summary>Too many of the day's responses were errors.</summary>
    ErrorRate,

    /// <summary>A pause in the control table whose reason this version does not know.</summary>
    Other,

    /// <summary>This process ends.</summary>
    ShuttingDown,
}
