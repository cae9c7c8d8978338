using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>What HubSpot said when it was asked for users by the values of a unique property.</summary>
/// <param name="Found">The users it has, by value.</param>
/// <param name="Impossible">The values it cannot be asked for: it refuses them, knows no such property, or allows no reading.</param>
/// <param name="Open">The values it could not be asked for now.</param>
/// <param name="NotBefore">The earliest time at which asking for those again makes sense; null when any time may do.</param>
internal sealed record LookUp(
    IReadOnlyDictionary<string, UserRecord> Found,
    IReadOnlySet<string> Impossible,
    IReadOnlySet<string> Open,
    DateTimeOffset? NotBefore);
