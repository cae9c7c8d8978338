namespace History;

/// <summary>A user HubSpot created.</summary>
/// <param name="Id">HubSpot's id.</param>
/// <param name="TraceId">The trace id it was sent with: the input key.</param>
/// <param name="UniqueValue">Its value of the unique property.</param>
public sealed record HubSpotRecord(string Id, string? TraceId, string? UniqueValue);
