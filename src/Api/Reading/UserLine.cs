using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>A line of a list of users: what became of a user, or what is wrong with a line of a file that holds none.</summary>
/// <param name="Line">The line of the file, from 1; null when the user is of no file, or has a trace id of its own in place of its line.</param>
/// <param name="Index">The user's position in its request or message, from 0; null for a faulty line.</param>
/// <param name="ObjectWriteTraceId">The caller's own trace id.</param>
/// <param name="SourceId">The message the user came in, or the request.</param>
/// <param name="Outcome">What became of it; Pending while a batch has it, Faulty for a line that was left out.</param>
/// <param name="Id">HubSpot's id of the created user.</param>
/// <param name="ExistingId">HubSpot's id of the user that already existed.</param>
/// <param name="ErrorCategory">HubSpot's category of the error.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="BatchId">The batch it was in.</param>
/// <param name="CompletedAt">When its outcome was recorded.</param>
internal sealed record UserLine(
    int? Line,
    int? Index,
    string? ObjectWriteTraceId,
    string? SourceId,
    string Outcome,
    string? Id,
    string? ExistingId,
    string? ErrorCategory,
    string? ErrorMessage,
    Guid? BatchId,
    DateTimeOffset? CompletedAt)
{
    private const string FaultyCategory = "FAULTY_LINE";

    /// <summary>Makes the line of a user.</summary>
    /// <param name="line">Its line in a file in which it has an id of its own; null for any other user, which has its line as trace id.</param>
    public static UserLine Of(UserView user, int? line = null) => new(
        line ?? LineTraceId.Find(user.ObjectWriteTraceId),
        user.Index,
        user.ObjectWriteTraceId,
        user.SourceId,
        user.Outcome,
        user.Id,
        user.ExistingId,
        user.ErrorCategory,
        user.ErrorMessage,
        user.BatchId,
        user.CompletedAt);

    /// <summary>Makes the line of the faults of a file's line.</summary>
    public static UserLine Of(string requestId, int line, IEnumerable<LineFault> faults) => new(
        line,
        Index: null,
        ObjectWriteTraceId: null,
        requestId,
        OutcomeFilter.Faulty,
        Id: null,
        ExistingId: null,
        FaultyCategory,
        string.Join("; ", faults.Select(fault => fault.Pointer.Length is 0 ? fault.Detail : $"{fault.Pointer}: {fault.Detail}")),
        BatchId: null,
        CompletedAt: null);
}

/// <summary>A page of a list of users.</summary>
/// <param name="Users">Its lines.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record UserPage(IReadOnlyList<UserLine> Users, string? Continuation);
