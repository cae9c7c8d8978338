using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Counts the users of the last hour by outcome.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetOutcomes(OutcomesEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/outcomes</c>.</summary>
    [Function(nameof(GetOutcomes))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "outcomes")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
