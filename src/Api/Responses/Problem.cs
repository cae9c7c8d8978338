using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>Problem details of a response (RFC 9457).</summary>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="Errors">Every fault, with a JSON pointer to its field; null when the problem has no field.</param>
/// <param name="RequestId">The request, when it has an id by which it can be asked for.</param>
internal sealed record Problem(string Title, int Status, string Detail, IReadOnlyList<InputFault>? Errors = null, string? RequestId = null)
{
    /// <summary>The response to a request whose function failed.</summary>
    public static Problem Failed { get; } = new(
        "The request failed",
        StatusCodes.Status500InternalServerError,
        "The app could not process the request, for example because storage cannot be reached; its log has the reason. Some users may have been created: send the request again with the same Idempotency-Key to continue without creating any user twice. GET /api/health shows what is missing.");

    /// <summary>The kind of problem as a URI: none is defined, so the status says it.</summary>
    public string Type { get; } = "about:blank";
}
