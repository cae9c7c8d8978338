namespace HubSpotUsers;

/// <summary>What became of one input. Free of property values.</summary>
public sealed record InputOutcome
{
    /// <summary>The input's key: source id, hyphen, index.</summary>
    public required string InputKey { get; init; }

    /// <summary>What became of it.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The batch it was in; null when it was in none.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>HubSpot's id of the created user; null when there is none or it could not be distinguished from others.</summary>
    public string? HubSpotId { get; init; }

    /// <summary>HubSpot's id of the user that was there already, for <see cref="Outcome.Duplicate"/>.</summary>
    public string? ExistingId { get; init; }

    /// <summary>
    /// HubSpot's category of the error, such as <c>VALIDATION_ERROR</c>, or the app's own where HubSpot names none. Every user that ends
    /// without being created has one.
    /// </summary>
    public string? ErrorCategory
    {
        get => field ?? Outcome switch
        {
            Outcome.Duplicate => "CONFLICT",
            Outcome.Rejected => "REJECTED",
            Outcome.Unknown => "UNKNOWN",
            _ => null,
        };
        init;
    }

    /// <summary>What went wrong, without the values it concerns. Every user that ends without being created has one.</summary>
    public string? ErrorMessage
    {
        get => field ?? Outcome switch
        {
            Outcome.Duplicate => "HubSpot has the user already",
            Outcome.Rejected => "HubSpot refused the user without a reason",
            Outcome.Unknown => "It is unknown whether HubSpot created the user",
            _ => null,
        };
        init;
    }

    /// <summary>Whether the outcome was found by asking HubSpot afterwards, since the call's own response was lost.</summary>
    public bool IsReconciled { get; init; }

    /// <summary>For <see cref="Outcome.Deferred"/>: whether the user may have been sent, so that HubSpot must be asked before the next attempt.</summary>
    public bool MayBeCreated { get; init; }

    /// <summary>For <see cref="MayBeCreated"/>: when the user may first have been sent; null when the ledger alone knows.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>
    /// For <see cref="Outcome.Deferred"/>: the batch that certainly did not create the user, although its intent or claim may still stand,
    /// since it could not be removed; null when there is none.
    /// </summary>
    internal Guid? NotAppliedIn { get; init; }

    /// <summary>
    /// For <see cref="Outcome.Deferred"/>: whether another delivery may be at work on the user, so that the ledger will tell, and
    /// until then it is not certain that the user is not in HubSpot.
    /// </summary>
    public bool MayBeElsewhere { get; init; }

    /// <summary>For <see cref="Outcome.Deferred"/>: the earliest time at which another attempt makes sense; null when any time may do.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>For <see cref="Outcome.Deferred"/>: whether it counts as an attempt although <see cref="NotBefore"/> is known.</summary>
    public bool IsAttempt { get; init; }

    /// <summary>For <see cref="Outcome.Deferred"/>: whether an operator's pause holds the user, so that it may go on as soon as that ends.</summary>
    public bool IsHeldByOperator { get; init; }
}
