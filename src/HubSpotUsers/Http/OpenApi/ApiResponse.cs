namespace HubSpotUsers.Http.OpenApi;

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it is given.</param>
/// <param name="Content">Its body; null when it has none.</param>
/// <param name="Headers">The headers worth knowing.</param>
internal sealed record ApiResponse(int Status, string Description, ApiContent? Content, params IReadOnlyList<string> Headers);
