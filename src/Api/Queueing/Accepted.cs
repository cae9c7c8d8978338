using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Queueing;

/// <summary>Responses that the work is taken and where its progress can be asked for.</summary>
internal static class Accepted
{
    private const string Operations = "/users/";

    public static ApiResult Of<T>(HttpRequest request, string requestId, T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status202Accepted, ApiResult.JsonType, JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Location = $"{Prefix(request)}/requests/{requestId}",
            PreferenceApplied = Preference.IsAsync(request) ? Preference.RespondAsync : null,
        };

    /// <summary>The host decides what stands before every function's route.</summary>
    private static string Prefix(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).Value ?? string.Empty;
        var end = path.LastIndexOf(Operations, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? string.Empty : path[..end];
    }
}
