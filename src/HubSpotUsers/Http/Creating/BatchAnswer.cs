using HubSpotUsers.Batching;

namespace HubSpotUsers.Http.Creating;

/// <summary>The answer to a request to create users.</summary>
/// <param name="RequestId">The request's id: the source id of its inputs in the tables.</param>
/// <param name="Outcome">What the request came to as a whole.</param>
/// <param name="Batches">The batches its users were in; their counts include users of others.</param>
/// <param name="Results">One result for each user, in the order sent.</param>
public sealed record BatchAnswer(string RequestId, BatchResult Outcome, IReadOnlyList<BatchSummary> Batches, IReadOnlyList<UserResult> Results);
