namespace Simulators.HubSpot.Wire;

/// <summary>A page of the list of users.</summary>
internal sealed record UserPage(IReadOnlyList<UserBody> Results, ForwardPaging? Paging);

/// <summary>Where the next page begins.</summary>
internal sealed record ForwardPaging(NextPage Next);

/// <summary>The cursor of the next page and its address.</summary>
internal sealed record NextPage(string After, string Link);
