using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>A request whose response is a problem.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Title)
{
    /// <summary>The problem.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>When another attempt makes sense; null when none does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The request has faults; nothing of it was sent.</summary>
    public static RefusedException BadRequest(IReadOnlyList<InputFault> faults) => new(new Problem(
        "The request is not valid",
        StatusCodes.Status400BadRequest,
        "Nothing was sent to HubSpot. Correct the fields named in errors and send the request again.",
        faults));

    /// <summary>A header or a parameter of the query cannot be used.</summary>
    public static RefusedException BadParameter(string detail) => new(new Problem("The request is not valid", StatusCodes.Status400BadRequest, detail));

    /// <summary>The body is too large.</summary>
    public static RefusedException TooLarge(string detail) => new(new Problem("Request too large", StatusCodes.Status413PayloadTooLarge, detail));

    /// <summary>The body is of a type that is not taken.</summary>
    public static RefusedException UnsupportedMediaType(string detail) =>
        new(new Problem("Unsupported media type", StatusCodes.Status415UnsupportedMediaType, detail));

    /// <summary>There is nothing of that name.</summary>
    public static RefusedException NotFound(string detail) => new(new Problem("Not found", StatusCodes.Status404NotFound, detail));
}
