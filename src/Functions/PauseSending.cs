using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Pauses sending.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class PauseSending(PauseEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/pause</c>.</summary>
    [Function(nameof(PauseSending))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "pause")] HttpRequest request) =>
        endpoint.PauseAsync(request);
}
