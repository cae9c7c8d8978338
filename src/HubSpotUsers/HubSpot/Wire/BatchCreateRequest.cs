namespace HubSpotUsers.HubSpot.Wire;

/// <summary>The body of <c>batch/create</c>: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</summary>
/// <param name="Inputs">The users to create; at most 100 a call.</param>
public sealed record BatchCreateRequest(IReadOnlyList<UserInput> Inputs);
