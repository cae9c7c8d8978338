using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>Where an input stands: it has its <see cref="Outcome"/>, or a <see cref="Clearance"/> to be sent, or neither while somebody is at it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Clearance">How it may be sent.</param>
internal sealed record Standing(InputOutcome? Outcome, Clearance? Clearance)
{
    public static Standing Busy { get; } = new(null, null);
}
