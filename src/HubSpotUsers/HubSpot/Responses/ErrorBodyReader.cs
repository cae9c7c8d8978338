using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>Reads the body of a refusal: HubSpot's JSON, a bare text, or a gateway's page, which says nothing.</summary>
internal static class ErrorBodyReader
{
    private const int MaxTextBytes = 4096;

    /// <summary>Gives what the body says; null when it is empty, a page, or JSON that is neither an object nor text.</summary>
    public static ApiError? Read(HttpResponseMessage response)
    {
        if (WholeResponse.TryParse(response, HubSpotJson.Tolerant.ApiError) is { } error)
        {
            return error with { Category = HubSpotCode.Of(error.Category) };
        }

        return !IsPage(response) && Text(response) is { Length: > 0 } text ? new ApiError { Message = text } : null;
    }

    /// <summary>Whether the body is HTML: then the response comes not from HubSpot's API, but from something in front of it.</summary>
    public static bool IsPage(HttpResponseMessage response) => Beginning(response).StartsWith('<');

    private static string? Text(HttpResponseMessage response)
    {
        var text = Beginning(response);
        if (text.StartsWith('"'))
        {
            return WholeResponse.TryParse(response, HubSpotJson.Tolerant.String);
        }

        return text.StartsWith('{') || text.StartsWith('[') || text == "null" ? null : text;
    }

    private static string Beginning(HttpResponseMessage response) => WholeResponse.Beginning(response, MaxTextBytes).TrimStart('\uFEFF').Trim();
}
