using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Kills its own process.</summary>
public static class Crash
{
    [Function(nameof(Crash))]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "crash")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        await self.WaitForExitAsync(cancellationToken);
        return TypedResults.Text($"survived {request.Path}");
    }
}
