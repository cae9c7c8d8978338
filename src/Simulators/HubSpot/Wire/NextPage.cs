namespace Simulators.HubSpot.Wire;

/// <summary>The cursor of the next page and its address.</summary>
internal sealed record NextPage(string After, string Link);
