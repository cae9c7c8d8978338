namespace HubSpotUsers.HubSpot.Wire;

/// <summary>A record by its id, or by the value of a unique property: HubSpot's schemas <c>PublicObjectId</c> and <c>SimplePublicObjectId</c>.</summary>
/// <param name="Id">The id or value.</param>
public sealed record ObjectId(string Id);
