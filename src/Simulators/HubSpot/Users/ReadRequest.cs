namespace Simulators.HubSpot.Users;

/// <summary>The records to read back, by id or by a unique property.</summary>
internal sealed record ReadRequest(string? IdProperty, IReadOnlyList<string> Ids, IReadOnlyList<string> Properties);
