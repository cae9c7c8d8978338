using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the users of a day.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class ListUsers(UsersEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/users</c>.</summary>
    [Function(nameof(ListUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "users")] HttpRequest request) =>
        endpoint.ListAsync(request);
}
