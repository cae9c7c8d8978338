using Api.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Ends a pause of sending.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class ResumeSending(PauseEndpoint endpoint)
{
    /// <summary>Handles <c>POST /api/resume</c>.</summary>
    [Function(nameof(ResumeSending))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "resume")] HttpRequest request) =>
        endpoint.ResumeAsync(request);
}
