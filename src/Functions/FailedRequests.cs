using System.Diagnostics;
using Api.Responses;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions;

/// <summary>
/// Responds to a request whose function failed with a problem that names the next step, where the host would send an empty 500. The
/// failure does not reach the host: <see cref="Telemetry.FailedInvocations"/> has counted and logged it.
/// </summary>
internal sealed class FailedRequests : IFunctionsWorkerMiddleware
{
    /// <summary>Whether a function handles HTTP requests.</summary>
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
            context.GetInvocationResult().Value = ApiResult.Of(Problem.Failed);
        }
    }
}
