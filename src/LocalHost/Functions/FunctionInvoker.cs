using System.Diagnostics;
using LocalHost.Configuration;
using LocalHost.Rpc;
using LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace LocalHost.Functions;

/// <summary>Has the worker run functions.</summary>
internal sealed partial class FunctionInvoker(
    WorkerSupervisor workers, WorkerLog log, HostSettings settings, TimeProvider time, ILogger<FunctionInvoker> logger) : IDisposable
{
    /// <summary>The source of the spans whose context invocations are given. Its sampler is set by <c>OTEL_TRACES_SAMPLER</c>.</summary>
    public const string SourceName = "LocalHost";

    /// <summary>How long a function that ran too long has after its cancellation, before its worker is killed.</summary>
    private static readonly TimeSpan TimeoutGrace = TimeSpan.FromSeconds(2);

    private static readonly ActivitySource Source = new(SourceName);

    private readonly CancellationTokenSource _cancelAll = new();
    private int _running;

    /// <summary>How many invocations run.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs a function.</summary>
    /// <param name="invocationId">The invocation's id, which no other has.</param>
    /// <param name="input">What started it.</param>
    /// <param name="values">Values of other parameters by name, such as those of an HTTP function's route.</param>
    /// <param name="traceParent">The trace context that came with it; null for a new trace.</param>
    /// <param name="cancellationToken">Cancels the function; it is waited for all the same.</param>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="WorkerGoneException">Its worker ended, or there is none any more.</exception>
    public async Task InvokeAsync(FunctionDefinition function, string invocationId, TypedData input, IEnumerable<KeyValuePair<string, string>> values, string? traceParent, CancellationToken cancellationToken)
    {
        var worker = await workers.RunningAsync(cancellationToken);
        Interlocked.Increment(ref _running);
        log.Begin(invocationId);
        try
        {
            _ = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
            using var activity = Source.StartActivity(function.Name, ActivityKind.Server, parent);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelAll.Token);
            var response = worker.Channel.AskAsync(Request(function, invocationId, input, values, activity));
            await using (cancel.Token.Register(() => worker.Channel.Cancel(invocationId, settings.ShutdownGrace)))
            {
                Require((await WaitAsync(response, worker, function, invocationId)).InvocationResponse?.Result);
            }
        }
        finally
        {
            log.End(invocationId);
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Cancels all running functions.</summary>
    public void CancelAll() => _cancelAll.Cancel();

    public void Dispose() => _cancelAll.Dispose();

    private async Task<StreamingMessage> WaitAsync(Task<StreamingMessage> response, FunctionWorker worker, FunctionDefinition function, string invocationId)
    {
        try
        {
            return await response.WaitAsync(settings.FunctionTimeout, time);
        }
        catch (TimeoutException)
        {
            Log.TimedOut(logger, function.Name, settings.FunctionTimeout);
            worker.Channel.Cancel(invocationId, TimeoutGrace);
            await ((Task)response).WaitAsync(TimeoutGrace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            worker.Kill();
            throw new FunctionFailedException($"It ran longer than {settings.FunctionTimeout} (functionTimeout of host.json).", stackTrace: null);
        }
    }

    private static StreamingMessage Request(
        FunctionDefinition function, string invocationId, TypedData input, IEnumerable<KeyValuePair<string, string>> values, Activity? activity)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            InputData = { new ParameterBinding { Name = function.Trigger.Parameter, Data = input } },
            TraceContext = new RpcTraceContext { TraceParent = activity?.Id ?? string.Empty, TraceState = activity?.TraceStateString ?? string.Empty },
        };
        foreach (var (name, value) in values)
        {
            request.TriggerMetadata[name] = new TypedData { String = value };
        }

        return new StreamingMessage { RequestId = invocationId, InvocationRequest = request };
    }

    private static void Require(StatusResult? result)
    {
        if (result is not { Status: StatusResult.Types.Status.Success })
        {
            throw new FunctionFailedException($"{result?.Exception?.Type} {result?.Exception?.Message}".Trim(), result?.Exception?.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Error, "Function {Function} ran longer than {Timeout}; its worker is killed")]
        public static partial void TimedOut(ILogger logger, string function, TimeSpan timeout);
    }
}

/// <summary>A function failed in the worker.</summary>
/// <param name="message">Its exception's type and message.</param>
/// <param name="stackTrace">Where it was thrown in the worker.</param>
public sealed class FunctionFailedException(string message, string? stackTrace) : Exception(message)
{
    /// <inheritdoc/>
    public override string? StackTrace => stackTrace ?? base.StackTrace;
}
