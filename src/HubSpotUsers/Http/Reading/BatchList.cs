namespace HubSpotUsers.Http.Reading;

/// <summary>The batches of a day.</summary>
/// <param name="Day">The day, UTC, as yyyyMMdd.</param>
/// <param name="Batches">Its batches, newest first.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
public sealed record BatchList(string Day, IReadOnlyList<BatchView> Batches, string? Continuation);
