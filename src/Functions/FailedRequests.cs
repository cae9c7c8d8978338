using System.Diagnostics;
using Api.Responses;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Functions;

/// <summary>
/// Answers a request whose function failed with a problem that names the next step, where the host would send an empty 500. The
/// failure is logged here, since it does not reach the host.
/// </summary>
/// <param name="logger">Takes the failure.</param>
internal sealed partial class FailedRequests(ILogger<FailedRequests> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Whether a function answers requests.</summary>
    public static bool Apply(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            Activity.Current?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Log.Failed(logger, context.FunctionDefinition.Name, context.InvocationId, exception);
            context.GetInvocationResult().Value = ApiResult.Of(Problem.Failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Error, "Function {Function} failed on request {InvocationId}, which is answered with 500.")]
        public static partial void Failed(ILogger logger, string function, string invocationId, Exception exception);
    }
}
