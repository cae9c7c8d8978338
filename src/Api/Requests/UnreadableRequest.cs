using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Requests;

/// <summary>A request of which the tables hold something that this version of the app cannot read.</summary>
internal static class UnreadableRequest
{
    /// <summary>The title of the problem.</summary>
    public const string Title = "The request cannot be read";

    /// <summary>What the problem says.</summary>
    public const string Detail = "The record of this request cannot be read: another version of the app may have written it. Nothing was sent. Deploy that version again, then repeat the request; under a new key its users could be sent a second time.";

    /// <summary>Refuses to respond to it, and to process it: that may have been done.</summary>
    /// <param name="id">The request; null when not even that can be read.</param>
    public static RefusedException Refuse(string? id) => new(new Problem(Title, StatusCodes.Status409Conflict, Detail, RequestId: id));
}
