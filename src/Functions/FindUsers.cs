using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Finds what became of a person.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class FindUsers(FindEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/users/find</c>.</summary>
    [Function(nameof(FindUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "users/find")] HttpRequest request) =>
        endpoint.FindAsync(request);
}
