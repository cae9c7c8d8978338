using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Queueing;

/// <summary>Responses that the work is taken and where its progress can be asked for.</summary>
internal static class Accepted
{
    public static ApiResult Of<T>(HttpRequest request, string requestId, T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status202Accepted, ApiResult.JsonType, JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Location = ApiAddress.Of(request, $"/requests/{requestId}"),
            PreferenceApplied = Preference.IsAsync(request) ? Preference.RespondAsync : null,
        };
}
