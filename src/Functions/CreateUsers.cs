using Api.Creating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Creates the users of an HTTP request.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class CreateUsers(UserBatchEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/users/batch</c>.</summary>
    [Function(nameof(CreateUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "users/batch")] HttpRequest request) =>
        endpoint.CreateAsync(request);
}
