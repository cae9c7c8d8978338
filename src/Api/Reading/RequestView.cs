using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>How far a request is, and what has become of its users.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="Kind">How its users are created.</param>
/// <param name="State">How far it is.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Inputs">How many users it has.</param>
/// <param name="Messages">How many messages they are in; null when in none.</param>
/// <param name="Lines">How many lines were read; null when it is no import.</param>
/// <param name="FaultyLines">How many lines were left out for their faults; null when it is no import.</param>
/// <param name="Outcomes">How many users have which outcome.</param>
/// <param name="Pending">How many users have no outcome yet, or are in the poison queue without one.</param>
/// <param name="NeedsAttention">How many users and lines a person must look at: rejected, unknown or faulty.</param>
/// <param name="Users">A page of the users that are on record, in the order they were sent; null in a list of requests.</param>
/// <param name="Continuation">Where the next page of users begins; null on the last one.</param>
internal sealed record RequestView(
    string RequestId,
    RequestKind Kind,
    RequestState State,
    DateTimeOffset ReceivedAt,
    int Inputs,
    int? Messages,
    int? Lines,
    int? FaultyLines,
    IReadOnlyDictionary<string, int> Outcomes,
    int Pending,
    int NeedsAttention,
    IReadOnlyList<UserView>? Users,
    string? Continuation)
{
    /// <summary>Makes the view of a request without its users.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="now">What time it is: a process that died could not write any more how far it was.</param>
    public static RequestView Of(RequestEntry entry, DateTimeOffset now) => new(
        entry.Id,
        entry.Kind,
        StateOf(entry, now),
        entry.ReceivedAt,
        entry.Inputs,
        entry.Kind is RequestKind.Immediate ? null : entry.Messages,
        entry.Kind is RequestKind.Import ? entry.Lines : null,
        entry.Kind is RequestKind.Import ? entry.FaultyLines : null,
        NonZero(entry.Counts),
        Math.Max(0, entry.Inputs - entry.Counts.Total),
        OutcomeFilter.CountAttention(entry.Counts, entry.FaultyLines),
        Users: null,
        Continuation: null);

    private static RequestState StateOf(RequestEntry entry, DateTimeOffset now) => entry switch
    {
        { Kind: RequestKind.Immediate, State: RequestState.Running } when entry.Counts.Total == entry.Inputs => RequestState.Done,
        { State: RequestState.Running } when entry.RunsUntil < now => RequestState.Interrupted,
        _ => entry.State,
    };

    /// <summary>Gives the outcomes that some have, by their names.</summary>
    internal static Dictionary<string, int> NonZero(OutcomeCounts counts) => new (Outcome Outcome, int Count)[]
    {
        (Outcome.Created, counts.Created), (Outcome.Duplicate, counts.Duplicate), (Outcome.Rejected, counts.Rejected), (Outcome.Unknown, counts.Unknown), (Outcome.DryRun, counts.DryRun),
    }.Where(one => one.Count > 0).ToDictionary(one => one.Outcome.ToString(), one => one.Count, StringComparer.Ordinal);
}

/// <summary>The uploads of a day: requests that went through the queue.</summary>
/// <param name="Day">The day, UTC, as yyyyMMdd.</param>
/// <param name="Requests">Its uploads, newest first.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record RequestList(string Day, IReadOnlyList<RequestView> Requests, string? Continuation);
