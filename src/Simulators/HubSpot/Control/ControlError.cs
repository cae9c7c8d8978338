namespace Simulators.HubSpot.Control;

/// <summary>Why a control request was refused.</summary>
/// <param name="Error">What was wrong.</param>
public sealed record ControlError(string Error);
