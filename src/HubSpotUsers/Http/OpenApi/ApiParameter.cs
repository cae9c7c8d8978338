namespace HubSpotUsers.Http.OpenApi;

/// <summary>Something an operation takes beside its body.</summary>
/// <param name="Place">path, query or header.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiParameter(string Place, string Name, string Description, string Example);
