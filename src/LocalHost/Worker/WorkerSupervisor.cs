using LocalHost.Configuration;
using LocalHost.Rpc;
using Microsoft.Extensions.Logging;

namespace LocalHost.Worker;

/// <summary>Keeps one worker running: one that dies is replaced, until three starts in a row have failed.</summary>
internal sealed partial class WorkerSupervisor(FunctionAppFolder app, RpcServer rpc, WorkerLog log, ILogger<WorkerSupervisor> logger) : IAsyncDisposable
{
    private const int MaxStarts = 3;

    private readonly CancellationTokenSource _stopping = new();
    private Task<FunctionWorker> _running = Task.FromException<FunctionWorker>(new WorkerGoneException());
    private Task _watching = Task.CompletedTask;

    /// <summary>The worker that runs. While one is being replaced its successor is waited for: no delivery of a message is spent on a worker that is not there.</summary>
    /// <exception cref="WorkerGoneException">None was started, or none will be any more.</exception>
    public Task<FunctionWorker> RunningAsync(CancellationToken cancellationToken) => Volatile.Read(ref _running).WaitAsync(cancellationToken);

    /// <summary>Completes with the reason when no worker can be started any more.</summary>
    public TaskCompletionSource<WorkerStartException> Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="WorkerStartException">Three starts failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var worker = await StartWorkerAsync(cancellationToken);
        _running = Task.FromResult(worker);
        _watching = WatchAsync(worker);
    }

    /// <summary>Has the worker end: it is asked to, and killed when it takes longer than the grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync();
        if (_running is { IsCompletedSuccessfully: true } running && await running is { Exited.IsCompleted: false } worker)
        {
            worker.Channel.Terminate(grace);
            await ((Task)worker.Exited).WaitAsync(grace, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            worker.Kill();
            await worker.Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(FunctionWorker worker)
    {
        while (true)
        {
            var exitCode = await worker.Exited;
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            Log.Died(logger, worker.ProcessId, exitCode);
            var successor = new TaskCompletionSource<FunctionWorker>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _running, successor.Task);
            try
            {
                successor.SetResult(worker = await StartWorkerAsync(_stopping.Token));
            }
            catch (WorkerStartException exception)
            {
                Failed.TrySetResult(exception);
                successor.SetException(new WorkerGoneException());
                return;
            }
            catch (OperationCanceledException)
            {
                successor.SetException(new WorkerGoneException());
                return;
            }
        }
    }

    private async Task<FunctionWorker> StartWorkerAsync(CancellationToken cancellationToken)
    {
        for (var start = 1; ; start++)
        {
            try
            {
                var worker = await FunctionWorker.StartAsync(app, rpc, log.Write, cancellationToken);
                Log.Started(logger, worker.ProcessId);
                return worker;
            }
            catch (WorkerStartException exception) when (start < MaxStarts)
            {
                Log.NotStarted(logger, start, MaxStarts, exception.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Information, "Worker process {ProcessId} started")]
        public static partial void Started(ILogger logger, int processId);

        [LoggerMessage(21, LogLevel.Error, "Worker process {ProcessId} ended with exit code {ExitCode}; starting another")]
        public static partial void Died(ILogger logger, int processId, int exitCode);

        [LoggerMessage(22, LogLevel.Error, "Start {Start} of {MaxStarts} of the worker failed. {Reason}")]
        public static partial void NotStarted(ILogger logger, int start, int maxStarts, string reason);
    }
}
