using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Returns the state of the app.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetStatus(StatusEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/status</c>.</summary>
    [Function(nameof(GetStatus))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "status")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
