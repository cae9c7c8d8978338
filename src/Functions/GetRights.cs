using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Tells whether the app may do what it must.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetRights(RightsEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/rights</c>.</summary>
    [Function(nameof(GetRights))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "rights")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
