using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Deletes messages of the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class DropPoison(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/poison/drop</c>.</summary>
    [Function(nameof(DropPoison))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "poison/drop")] HttpRequest request) =>
        endpoint.DropAsync(request);
}
