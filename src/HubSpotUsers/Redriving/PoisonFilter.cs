using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>Which messages of the poison queue are meant: those that fit all that is given.</summary>
/// <param name="Reason">Why they were poisoned.</param>
/// <param name="Source">The message or request that their users came in.</param>
/// <param name="Id">The id of one message on the poison queue.</param>
/// <param name="From">When they were poisoned at the earliest.</param>
/// <param name="To">When they were poisoned at the latest.</param>
internal sealed record PoisonFilter(PoisonReason? Reason = null, string? Source = null, string? Id = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>Whether a message is meant.</summary>
    public bool Matches(PoisonEntry entry) =>
        (Reason is null || entry.Reason == Reason)
        && (Source is null || IsOf(Source, entry))
        && (Id is null || entry.Id == Id)
        && (From is null || entry.FailedAt >= From)
        && (To is null || entry.FailedAt <= To);

    /// <summary>
    /// The users of a queued request are in messages of its own, each with an id that begins with the request's, or that names the request.
    /// </summary>
    private static bool IsOf(string source, PoisonEntry entry) =>
        entry.SourceId == source || entry.RequestId == source || QueuedSource.Read(source, entry.SourceId) is not null;
}
