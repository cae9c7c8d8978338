namespace Simulators.HubSpot.Wire;

/// <summary>Where the next page begins.</summary>
internal sealed record ForwardPaging(NextPage Next);
