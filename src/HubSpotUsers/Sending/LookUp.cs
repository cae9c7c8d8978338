using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>What HubSpot said when it was asked for users.</summary>
/// <param name="Found">The users it has, by the value they were asked by; null when it could not be asked now.</param>
/// <param name="IsImpossible">Whether it cannot be asked at all: no such unique property, or no right to read.</param>
/// <param name="NotBefore">The earliest time at which asking again makes sense; null when any time may do.</param>
internal sealed record LookUp(IReadOnlyDictionary<string, UserRecord>? Found, bool IsImpossible, DateTimeOffset? NotBefore = null);
