namespace Simulators.HubSpot.Faults;

/// <summary>A fault of the catalogue.</summary>
/// <param name="Name">Its name in a <see cref="FaultRule"/>.</param>
/// <param name="Description">What the caller sees, and what became of its inputs.</param>
public sealed record FaultDescription(string Name, string Description);
