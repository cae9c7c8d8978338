namespace HubSpotUsers.Pausing;

/// <summary>A time in which nothing is sent.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Detail">What HubSpot said, without any value; null when the reason says it all.</param>
internal sealed record Pause(PauseReason Reason, DateTimeOffset Until, string? Detail = null)
{
    /// <summary>Whether one call must show that HubSpot takes calls again before the others follow.</summary>
    public bool NeedsProbe => NeedsPerson || Reason is PauseReason.DailyLimit or PauseReason.RateLimit or PauseReason.Other;

    /// <summary>Whether it probably lasts until a person acts.</summary>
    public bool NeedsPerson => Reason is PauseReason.Unauthorized or PauseReason.Forbidden or PauseReason.Misconfigured or PauseReason.ErrorRate;

    /// <summary>HubSpot's category of the response that began the pause; null when it was about no more than the time.</summary>
    public string? Category { get; init; }

    /// <summary>What to tell of users that must wait.</summary>
    public string Message => Reason switch
    {
        PauseReason.Operator => "Sending is paused by an operator",
        PauseReason.DailyLimit => "The account's calls of the day are used up",
        PauseReason.RateLimit => "HubSpot asked to wait",
        PauseReason.Migration => "HubSpot moves the account between data centres",
        PauseReason.Unauthorized => "HubSpot does not take the token",
        PauseReason.Forbidden => "HubSpot does not allow the app to create users",
        PauseReason.Misconfigured => "HubSpot, or a gateway in front of it, refuses every call (HubSpot:BaseAddress and HubSpot:UsersPath say where they go)",
        PauseReason.ErrorRate => "Too many of HubSpot's responses today were errors",
        PauseReason.Other => "Another version of the app paused sending",
        _ => "The app is shutting down",
    } + (Detail is null ? string.Empty : $": {Detail}");

    /// <summary>Ends inputs without a call.</summary>
    internal void Hold(IEnumerable<PendingInput> inputs)
    {
        foreach (var input in inputs)
        {
            input.End(OutcomeOf(input));
        }
    }

    /// <summary>The outcome of an input while nothing is sent.</summary>
    internal InputOutcome OutcomeOf(PendingInput input) => input.Open(Message) with { ErrorCategory = Category, NotBefore = Until, IsHeldByOperator = Reason is PauseReason.Operator };
}

/// <summary>A call was not made, since nothing is sent at this moment.</summary>
/// <param name="pause">Why, and until when.</param>
internal sealed class SendingPausedException(Pause pause) : Exception(pause.Message)
{
    /// <summary>Why, and until when.</summary>
    public Pause Pause { get; } = pause;
}
