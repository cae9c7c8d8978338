using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Http.Creating;

/// <summary>What became of one user of a request.</summary>
/// <param name="Index">The user's position in the request, from 0.</param>
/// <param name="ObjectWriteTraceId">The caller's own trace id.</param>
/// <param name="Outcome">What became of the user.</param>
/// <param name="Id">HubSpot's id of the created user.</param>
/// <param name="ExistingId">HubSpot's id of the user that was there already.</param>
/// <param name="BatchId">The batch the user was in.</param>
/// <param name="ErrorCategory">HubSpot's category of the error.</param>
/// <param name="ErrorMessage">What went wrong.</param>
public sealed record UserResult(
    int Index,
    string? ObjectWriteTraceId,
    Outcome Outcome,
    string? Id,
    string? ExistingId,
    Guid? BatchId,
    string? ErrorCategory,
    string? ErrorMessage);
