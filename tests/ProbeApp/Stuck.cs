using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Never ends, whatever it is asked.</summary>
public static class Stuck
{
    [Function(nameof(Stuck))]
    public static async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stuck")] HttpRequest request)
    {
        Console.WriteLine("stuck");
        await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        return TypedResults.Text($"ended {request.Path}");
    }
}
