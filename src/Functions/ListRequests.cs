using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the uploads of a day.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class ListRequests(RequestsEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/requests</c>.</summary>
    [Function(nameof(ListRequests))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "requests")] HttpRequest request) =>
        endpoint.ListAsync(request);
}
