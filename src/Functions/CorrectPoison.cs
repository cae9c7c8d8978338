using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Sends corrected users in place of some in the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class CorrectPoison(PoisonTasksEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/poison/correct</c>.</summary>
    [Function(nameof(CorrectPoison))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "poison/correct")] HttpRequest request) =>
        endpoint.CorrectAsync(request);
}
