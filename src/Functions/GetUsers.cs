using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Returns the outcomes of the users of a message or request.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetUsers(UsersEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/users/{sourceId}</c>.</summary>
    /// <param name="sourceId">The message or request.</param>
    [Function(nameof(GetUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "users/{sourceId}")] HttpRequest request, string sourceId) =>
        endpoint.GetAsync(request, sourceId);
}
