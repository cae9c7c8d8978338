using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Tells how far a request is.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetRequest(RequestsEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/requests/{id}</c>.</summary>
    /// <param name="id">The request that is asked for.</param>
    [Function(nameof(GetRequest))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "requests/{id}")] HttpRequest request, string id) =>
        endpoint.GetAsync(request, id);
}
