namespace HubSpotUsers.Http.Reading;

/// <summary>A batch with its users.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Users">Its users as they stand now: a later batch may have had them, too.</param>
public sealed record BatchDetail(BatchView Batch, IReadOnlyList<UserView> Users);
