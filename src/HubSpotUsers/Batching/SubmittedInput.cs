using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Batching;

/// <summary>An input of a submission.</summary>
/// <param name="Index">Its position in the message or request, from 0.</param>
/// <param name="User">The user to create.</param>
/// <param name="Clearance">What the ledger says, when it was asked.</param>
public sealed record SubmittedInput(int Index, UserInput User, Clearance? Clearance = null)
{
    /// <summary>Its hash, for its row; null when nobody will compare it.</summary>
    internal string? ContentHash { get; init; }
}
