namespace HubSpotUsers.HubSpot.Wire;

/// <summary>The body of <c>batch/read</c>: HubSpot's schema <c>BatchReadInputSimplePublicObjectId</c>.</summary>
/// <param name="IdProperty">The unique property the ids are values of; null for record ids.</param>
/// <param name="Inputs">The records to read; at most 100 a call.</param>
/// <param name="Properties">Properties to return.</param>
/// <param name="PropertiesWithHistory">Properties to return with their history.</param>
internal sealed record BatchReadRequest(
    string? IdProperty,
    IReadOnlyList<ObjectId> Inputs,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string> PropertiesWithHistory);

/// <summary>The body of <c>batch/create</c>: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</summary>
/// <param name="Inputs">The users to create; at most 100 a call.</param>
public sealed record BatchCreateRequest(IReadOnlyList<UserInput> Inputs);
