using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Stops a task over the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class StopPoisonTask(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/poison/tasks/{id}/stop</c>.</summary>
    /// <param name="id">The task.</param>
    [Function(nameof(StopPoisonTask))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "poison/tasks/{id}/stop")] HttpRequest request, string id) =>
        endpoint.StopAsync(request, id);
}
