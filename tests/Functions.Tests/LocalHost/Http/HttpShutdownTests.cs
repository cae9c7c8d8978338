using System.Net;
using Functions.Tests.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.LocalHost.Http;

public sealed class HttpShutdownTests
{
    private static readonly TaskCompletionSource Started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Shutdown_fires_the_invocation_token_and_not_that_of_the_request()
    {
        await using var app = await TestApp.StartAsync([typeof(HttpShutdownTests)]);
        var request = app.Client.GetAsync(new Uri("api/wait", UriKind.Relative));
        await Started.Task;

        await app.StopAsync();

        using var answer = await request;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Function(nameof(WaitAsync))]
    public static async Task<IResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        Started.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        return request.HttpContext.RequestAborted.IsCancellationRequested
            ? TypedResults.BadRequest()
            : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
