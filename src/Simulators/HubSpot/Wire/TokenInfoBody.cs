namespace Simulators.HubSpot.Wire;

/// <summary>The token that is asked about.</summary>
internal sealed record TokenInfoRequest(string? TokenKey);

/// <summary>What HubSpot says of a private app's token.</summary>
internal sealed record TokenInfoBody(long UserId, long HubId, long AppId, IReadOnlyList<string> Scopes);
