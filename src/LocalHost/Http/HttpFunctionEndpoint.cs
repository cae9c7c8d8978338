using LocalHost.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalHost.Http;

/// <summary>Answers the requests for one function.</summary>
internal sealed partial class HttpFunctionEndpoint(HttpFunction function, FunctionKeys keys, InvocationRunner runner, ILogger<HttpFunctionEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!keys.Allow(function.Level, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            var result = await runner.RunAsync(token => function.Method.InvokeAsync(context.RequestServices, context, token));
            if (result is IResult answer)
            {
                await answer.ExecuteAsync(context);
            }
        }
        catch (Exception exception)
        {
            // The caller learns that the function failed, and nothing about how.
            Log.Failed(logger, exception, function.Name);
            Fail(context);
        }
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
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Error, "Function {Function} failed on a request")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
