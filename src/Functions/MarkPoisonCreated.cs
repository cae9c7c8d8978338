using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Records a user of the poison queue as created.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class MarkPoisonCreated(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/poison/created</c>.</summary>
    [Function(nameof(MarkPoisonCreated))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "poison/created")] HttpRequest request) =>
        endpoint.MarkCreatedAsync(request);
}
