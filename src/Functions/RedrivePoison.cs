using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Sends users of the poison queue back.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class RedrivePoison(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/poison/redrive</c>.</summary>
    [Function(nameof(RedrivePoison))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "poison/redrive")] HttpRequest request) =>
        endpoint.RedriveAsync(request);
}
