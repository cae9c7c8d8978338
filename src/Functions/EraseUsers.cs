using Api.Erasing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Begins to erase a person.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class EraseUsers(EraseEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/users/erase</c>.</summary>
    [Function(nameof(EraseUsers))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "users/erase")] HttpRequest request) =>
        endpoint.EraseAsync(request);
}
