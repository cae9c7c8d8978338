using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Returns the progress of a task over the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetPoisonTask(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/poison/tasks/{id}</c>.</summary>
    /// <param name="id">The task.</param>
    [Function(nameof(GetPoisonTask))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "poison/tasks/{id}")] HttpRequest request, string id) =>
        endpoint.GetAsync(request, id);
}
