using System.Text.Json;
using Api.Responses;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;

namespace Api.Poison;

/// <summary>Responses that a task has begun, and where its progress can be asked for.</summary>
internal static class BegunTask
{
    public static ApiResult Of(HttpRequest request, PoisonTask task) =>
        new(StatusCodes.Status202Accepted, ApiResult.JsonType, JsonSerializer.SerializeToUtf8Bytes(PoisonTaskView.Of(task), HttpJson.Default.PoisonTaskView))
        {
            Location = ApiAddress.Of(request, $"/poison/tasks/{task.Id}"),
        };
}
