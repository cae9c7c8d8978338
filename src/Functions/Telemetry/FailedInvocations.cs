using HubSpotUsers.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Functions.Telemetry;

/// <summary>
/// Counts and logs the invocations that end with an exception. The host leaves their log out of its telemetry when the worker exports its
/// own (azure-functions-host: <c>OpenTelemetryConfigurationExtensions</c>, filter of <c>Function.*</c>), and its spans are sampled.
/// </summary>
/// <param name="logger">Takes the exception.</param>
internal sealed partial class FailedInvocations(Meters meters, ILogger<FailedInvocations> logger) : IFunctionsWorkerMiddleware
{
    private const string TriggerSuffix = "Trigger";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!IsStopped(context, exception))
        {
            meters.InvocationFailed(context.FunctionDefinition.Name, TriggerOf(context.FunctionDefinition));
            Log.Failed(logger, context.FunctionDefinition.Name, context.InvocationId, exception);
            throw;
        }
    }

    /// <summary>Whether the host stops or the caller is gone, which is no failure.</summary>
    private static bool IsStopped(FunctionContext context, Exception exception) =>
        exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested;

    /// <summary>What began the function: <c>http</c>, <c>queue</c> or <c>timer</c>.</summary>
    private static string TriggerOf(FunctionDefinition function)
    {
        var type = function.InputBindings.Values.Select(binding => binding.Type).FirstOrDefault(type => type.EndsWith(TriggerSuffix, StringComparison.OrdinalIgnoreCase));
        return type is null ? "none" : type[..^TriggerSuffix.Length];
    }

    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Error, "Function {Function} failed in invocation {InvocationId}.")]
        public static partial void Failed(ILogger logger, string function, string invocationId, Exception exception);
    }
}
