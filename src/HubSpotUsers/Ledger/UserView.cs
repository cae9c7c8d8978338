namespace HubSpotUsers.Ledger;

/// <summary>What is on record of a user. Free of its properties.</summary>
/// <param name="Index">Its position in its message or request, from 0.</param>
/// <param name="SourceId">The message it came in, or the request.</param>
/// <param name="ObjectWriteTraceId">The caller's own trace id; of an imported line without one, its line.</param>
/// <param name="Outcome">What became of it; Pending while a batch has it.</param>
/// <param name="Id">HubSpot's id of the created user.</param>
/// <param name="ExistingId">HubSpot's id of the user that already existed.</param>
/// <param name="BatchId">The batch it was in.</param>
/// <param name="ErrorCategory">HubSpot's category of the error, or the app's own; null unless the user ended without being created.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="Reconciled">Whether the outcome was found by asking HubSpot, since the call's own response was lost.</param>
/// <param name="Attempt">Which attempt it was, from 1.</param>
/// <param name="CompletedAt">When its outcome was recorded.</param>
public sealed record UserView(
    int Index,
    string SourceId,
    string? ObjectWriteTraceId,
    string Outcome,
    string? Id,
    string? ExistingId,
    Guid? BatchId,
    string? ErrorCategory,
    string? ErrorMessage,
    bool? Reconciled,
    int? Attempt,
    DateTimeOffset? CompletedAt);
