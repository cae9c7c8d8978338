using Api.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Describes the HTTP functions.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetOpenApi(OpenApiEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/openapi.json</c>.</summary>
    [Function(nameof(GetOpenApi))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
