namespace HubSpotUsers.Http.Reading;

/// <summary>The users of a message or request.</summary>
/// <param name="SourceId">The message or request.</param>
/// <param name="Users">Its users that are on record, in the order they were sent.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
public sealed record UserList(string SourceId, IReadOnlyList<UserView> Users, string? Continuation);
