namespace HubSpotUsers.Http.Importing;

/// <summary>Where a record ends.</summary>
/// <param name="Length">How many bytes it has, its line break included; 0 when its end is not there yet.</param>
/// <param name="Fault">Why these bytes are no record; null for a good one.</param>
internal readonly record struct RecordBound(int Length, string? Fault = null);
