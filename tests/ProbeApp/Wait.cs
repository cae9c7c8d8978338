using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Waits until the caller goes or the invocation is cancelled.</summary>
public static class Wait
{
    [Function(nameof(Wait))]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, cancellationToken);
        Console.WriteLine("waiting");
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine("canceled by the host");
        return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
