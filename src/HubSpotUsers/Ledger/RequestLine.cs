namespace HubSpotUsers.Ledger;

/// <summary>
/// Where a user is counted that came in a request under an identity of its own: the ledger knows it by that identity on every way in, and the
/// request's counts and list by this place.
/// </summary>
/// <param name="Message">The id that its message would have by its place in the request: see <see cref="QueuedSource"/>.</param>
/// <param name="Line">Its line in the file, from 1.</param>
internal sealed record RequestLine(string Message, int Line);
