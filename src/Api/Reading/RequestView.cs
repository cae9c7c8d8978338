using Api.Requests;
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
/// <param name="Outcomes">How many users have which outcome, as far as they have been counted.</param>
/// <param name="Pending">How many users have no outcome yet, or have not been counted, or are poisoned in the poison queue without one.</param>
/// <param name="Users">A page of the users that are on record, in the order they were sent.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
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
    IReadOnlyList<UserView> Users,
    string? Continuation);
