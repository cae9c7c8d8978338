using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Responds with what it received.</summary>
public static class Echo
{
    [Function(nameof(Echo))]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "echo/{*rest}")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(new EchoedRequest(
            request.Method,
            request.Path.ToString(),
            request.QueryString.ToString(),
            request.Headers["x-ms-invocation-id"].ToString(),
            await RequestBody.CountAsync(request, static () => { }, cancellationToken)));
}

/// <summary>A request as the worker received it.</summary>
public sealed record EchoedRequest(string Method, string Path, string Query, string InvocationId, long BodyBytes);
