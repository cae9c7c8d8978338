using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the tasks over the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetPoisonTasks(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/poison/tasks</c>.</summary>
    [Function(nameof(GetPoisonTasks))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "poison/tasks")] HttpRequest request) =>
        endpoint.ListAsync(request);
}
