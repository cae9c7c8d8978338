namespace Simulators.HubSpot.Wire;

/// <summary>A page of the list of users.</summary>
internal sealed record UserPage(IReadOnlyList<UserBody> Results, ForwardPaging? Paging);
