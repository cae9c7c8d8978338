using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>Where an input stands: it has its <see cref="Outcome"/>, or a <see cref="Clearance"/> to be sent, or neither while it is in flight elsewhere.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Clearance">How it may be sent.</param>
/// <param name="BusyUntil">When it is no longer in flight, whatever became of the process that has it.</param>
internal sealed record Standing(InputOutcome? Outcome, Clearance? Clearance, DateTimeOffset? BusyUntil = null)
{
    /// <summary>The row the outcome is from.</summary>
    public LedgerEntry? Entry { get; init; }

    public static Standing Busy(DateTimeOffset until) => new(null, null, until);
}
