using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Rpc;
using LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LocalHost.Http;

/// <summary>Handles the requests for one function: the worker is informed of the invocation, and its own web server gets the request.</summary>
internal sealed partial class HttpFunction(
    FunctionDefinition function,
    HttpTrigger trigger,
    FunctionKeys keys,
    FunctionInvoker invoker,
    WorkerSupervisor workers,
    IHttpForwarder forwarder,
    WorkerHttpClient client,
    HostSettings settings,
    ILogger<HttpFunction> logger)
{
    /// <summary>How the worker finds the invocation of a request. What a caller sends under this name is overwritten.</summary>
    private const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>A declared body up to this size is kept in memory until it is complete, a larger one in a temporary file.</summary>
    private const int MaxBytesInMemory = 1024 * 1024;

    private readonly ForwarderRequestConfig _forwarding = new() { ActivityTimeout = settings.ResponseTimeout };

    public FunctionDefinition Function => function;

    public HttpTrigger Trigger => trigger;

    public async Task HandleAsync(HttpContext context)
    {
        if (!keys.Allow(trigger.Level, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await ReadDeclaredBodyAsync(context);
            await ForwardAsync(context);
        }
        catch (Exception exception)
        {
            // The response says that the function failed, and nothing about the reason.
            Log.Failed(logger, function.Name, exception.Message);
            Fail(context);
        }
    }

    /// <summary>The real host reads a body whose length is declared to its end before it calls the worker; one sent in chunks streams.</summary>
    private static async Task ReadDeclaredBodyAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > 0)
        {
            request.EnableBuffering(MaxBytesInMemory);
            await request.Body.DrainAsync(context.RequestAborted);
            request.Body.Position = 0;
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var address = (await workers.RunningAsync(context.RequestAborted)).HttpAddress ?? throw new InvalidOperationException("The worker has no web server: the app does not call ConfigureFunctionsWebApplication().");
        var invocationId = Guid.NewGuid().ToString();
        context.Request.Headers[InvocationHeader] = invocationId;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var routeValues = context.Request.RouteValues.Select(value => KeyValuePair.Create(value.Key, value.Value?.ToString() ?? string.Empty));
        var invocation = invoker.InvokeAsync(function, invocationId, new TypedData { Http = new RpcHttp() }, routeValues, context.Request.Headers.TraceParent, gone.Token);
        var error = await forwarder.SendAsync(context, address.AbsoluteUri, client.Invoker, _forwarding);
        if (error is not ForwarderError.None)
        {
            // No caller waits for the function any more.
            await gone.CancelAsync();
            Log.NotForwarded(logger, function.Name, error, context.GetForwarderErrorFeature()?.Exception?.Message);
            if (error is ForwarderError.RequestTimedOut)
            {
                // The caller gets its 504 now, however long the function still takes and however it ends.
                return;
            }

            Fail(context);
        }

        await invocation;
    }

    private static void Fail(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Error, "Function {Function} failed on a request: {Reason}")]
        public static partial void Failed(ILogger logger, string function, string reason);

        [LoggerMessage(71, LogLevel.Warning, "A request for function {Function} did not complete: {Error}. {Reason}")]
        public static partial void NotForwarded(ILogger logger, string function, ForwarderError error, string? reason);
    }
}
