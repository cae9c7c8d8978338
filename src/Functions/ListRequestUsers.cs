using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the users of a request and the faulty lines of its file.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class ListRequestUsers(RequestsEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/requests/{id}/users</c>.</summary>
    /// <param name="id">The request that is asked for.</param>
    [Function(nameof(ListRequestUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "requests/{id}/users")] HttpRequest request, string id) =>
        endpoint.ListUsersAsync(request, id);
}
