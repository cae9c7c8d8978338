using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Tells whether the app is ready.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetHealth(HealthEndpoint endpoint)
{
    /// <summary>Handles <c>GET</c> and <c>HEAD /api/health</c>.</summary>
    [Function(nameof(GetHealth))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
