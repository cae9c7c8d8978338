using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Batching;

/// <summary>An input of a submission.</summary>
/// <param name="Index">Its position in the message or request, from 0.</param>
/// <param name="User">The user to create.</param>
public sealed record SubmittedInput(int Index, UserInput User);
