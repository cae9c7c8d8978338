using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Outcomes;

/// <summary>An input as it stands in a batch.</summary>
/// <param name="Key">The input's key, sent as its trace id: unique in the batch.</param>
/// <param name="User">The user to create.</param>
public sealed record BatchInput(string Key, UserInput User);
