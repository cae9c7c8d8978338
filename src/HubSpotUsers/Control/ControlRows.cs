namespace HubSpotUsers.Control;

/// <summary>What the control table says.</summary>
/// <param name="Mode">The operator's text; null when there is none.</param>
/// <param name="Pause">The pause the processes share; null when there is none.</param>
internal sealed record ControlRows(string? Mode, Pause? Pause);
