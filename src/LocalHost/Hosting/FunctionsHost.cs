using System.Globalization;
using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Http;
using LocalHost.Queues;
using LocalHost.Rpc;
using LocalHost.Timers;
using LocalHost.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace LocalHost.Hosting;

/// <summary>Runs one function app, from the start of its worker to the end of everything.</summary>
/// <param name="host">The host's own settings.</param>
/// <param name="settings">The app's settings.</param>
/// <param name="port">The port of its HTTP functions; 0 takes a free one.</param>
internal sealed partial class FunctionsHost(FunctionAppFolder app, HostSettings host, IConfiguration settings, int port, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long listeners have to give messages back when the worker has ended and the platform waits for this host's end.</summary>
    private static readonly TimeSpan TerminateGrace = TimeSpan.FromSeconds(1.5);

    /// <summary>The same when a person or a parent process waits, who has more time than the platform.</summary>
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan IdleLook = TimeSpan.FromMilliseconds(50);

    /// <summary>The real host looks a while before it believes that nothing runs.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromMilliseconds(500);

    private readonly ILoggerFactory _loggers = LoggerFactory.Create(logging => HostLogging.Configure(logging, app.HostJson));
    private readonly TracerProvider _tracing = Sdk.CreateTracerProviderBuilder().AddSource(FunctionInvoker.SourceName).Build();
    private readonly CancellationTokenSource _stopTimers = new();
    private readonly List<QueueListener> _listeners = [];
    private readonly List<Task> _timers = [];
    private RpcServer? _rpc;
    private WorkerSupervisor? _workers;
    private FunctionInvoker? _invoker;
    private HttpFunctions? _http;

    private ILogger Logger => field ??= _loggers.CreateLogger<FunctionsHost>();

    /// <summary>Starts everything.</summary>
    /// <exception cref="StartFailedException">The app cannot run here; the message names every reason.</exception>
    /// <exception cref="WorkerStartException">The worker does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = new WorkerLog(_loggers);
        _rpc = await RpcServer.StartAsync(cancellationToken);
        _workers = new WorkerSupervisor(app, _rpc, log, _loggers.CreateLogger<WorkerSupervisor>());
        _invoker = new FunctionInvoker(_workers, log, host, time, _loggers.CreateLogger<FunctionInvoker>());
        await _workers.StartAsync(cancellationToken);

        var faults = new StartFaults();
        var names = new SettingNames(settings, faults);
        List<FunctionDefinition> functions = [.. (await _workers.RunningAsync(cancellationToken)).Functions.Select(function => FunctionDefinition.Read(function, names, faults)).OfType<FunctionDefinition>()];
        var timers = functions.Where(function => function.Trigger is TimerTrigger)
            .Select(function => (Function: function, Loop: TimerLoop.Create(function, (TimerTrigger)function.Trigger, _invoker, time, _loggers, faults)))
            .ToList();
        faults.ThrowIfAny();

        _http = await HttpFunctions.StartAsync(functions, _invoker, _workers, host, settings, app.HostJson, port, DrainAsync, cancellationToken);
        foreach (var function in functions.Where(function => function.Trigger is QueueTrigger))
        {
            _listeners.Add(await QueueListener.StartAsync(function, _invoker, settings, app.HostJson, cancellationToken));
        }

        _timers.AddRange(timers.Select(timer => timer.Loop!.RunAsync(((TimerTrigger)timer.Function.Trigger).RunOnStartup, _stopTimers.Token)));
        Report(functions);
    }

    /// <summary>Runs until it is asked to stop or no worker can be started any more.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(StopSignals signals)
    {
        var failed = _workers!.Failed.Task;
        if (await Task.WhenAny(signals.Stop, failed) == failed)
        {
            throw await failed;
        }

        var kind = await signals.Stop;
        if (kind is StopKind.Terminate)
        {
            Log.Terminating(Logger, host.ShutdownDelay);
            await Task.WhenAny(signals.Hurry, WaitUntilIdleAsync(host.ShutdownDelay));
        }

        Log.Stopping(Logger, host.ShutdownGrace);
        await StopAsync(kind is StopKind.Terminate ? TerminateGrace : InterruptGrace);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopTimers.CancelAsync();
        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        _listeners.ForEach(listener => listener.Dispose());
        if (_workers is not null)
        {
            await _workers.DisposeAsync();
        }

        if (_rpc is not null)
        {
            await _rpc.DisposeAsync();
        }

        _invoker?.Dispose();
        _tracing.Dispose();
        _loggers.Dispose();
        _stopTimers.Dispose();
    }

    /// <summary>The end: functions are asked to stop and the worker to end; what still runs a grace later is killed.</summary>
    private async Task StopAsync(TimeSpan listenerGrace)
    {
        using var abandoned = new CancellationTokenSource();
        await _stopTimers.CancelAsync();
        var listeners = Task.WhenAll(_listeners.Select(listener => listener.StopAsync(abandoned.Token)));
        _invoker!.CancelAll();
        await _workers!.StopAsync(host.ShutdownGrace);
        abandoned.CancelAfter(listenerGrace);
        await Task.WhenAll(listeners, Task.WhenAll(_timers)).WaitAsync(listenerGrace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task DrainAsync()
    {
        Log.Draining(Logger);
        return Task.WhenAll(_listeners.Select(listener => listener.DrainAsync(CancellationToken.None)));
    }

    private async Task WaitUntilIdleAsync(TimeSpan longest)
    {
        var started = time.GetTimestamp();
        var idleSince = started;
        while (time.GetElapsedTime(started) < longest && time.GetElapsedTime(idleSince) < IdleFor)
        {
            await Task.Delay(IdleLook, time);
            if (_invoker!.Running > 0)
            {
                idleSince = time.GetTimestamp();
            }
        }
    }

    /// <summary>Says on the console what has started. Parent processes wait for these lines.</summary>
    private void Report(List<FunctionDefinition> functions)
    {
        foreach (var function in functions)
        {
            Log.Function(Logger, function.Name, function.Trigger switch
            {
                HttpTrigger http => string.Create(CultureInfo.InvariantCulture, $"httpTrigger [{string.Join(',', http.Methods)}] {_http!.Address}/{host.RoutePrefix}/{http.Route}"),
                QueueTrigger queue => $"queueTrigger {queue.Queue}",
                TimerTrigger timer => $"timerTrigger {timer.Schedule}",
                _ => string.Empty,
            });
        }

        if (_http!.Keys.Generated is { } key && functions.Exists(function => function.Trigger is HttpTrigger { Level: not AuthorizationLevel.Anonymous }))
        {
            // Not through the logger: a log may be kept, and a key does not belong there.
            Console.Out.WriteLine($"Function key for this run: {key}");
        }

        Log.Listening(Logger, _http.Address);
        Log.Started(Logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Function {Function}: {Trigger}")]
        public static partial void Function(ILogger logger, string function, string trigger);

        [LoggerMessage(4, LogLevel.Information, "Now listening on {Address}")]
        public static partial void Listening(ILogger logger, string address);

        [LoggerMessage(5, LogLevel.Information, "Host started")]
        public static partial void Started(ILogger logger);

        [LoggerMessage(60, LogLevel.Information, "SIGTERM: work continues for up to {Delay}, then the host stops")]
        public static partial void Terminating(ILogger logger, TimeSpan delay);

        [LoggerMessage(61, LogLevel.Information, "Stopping: invocations have {Grace} to end")]
        public static partial void Stopping(ILogger logger, TimeSpan grace);

        [LoggerMessage(62, LogLevel.Information, "Draining: no further message is received")]
        public static partial void Draining(ILogger logger);
    }
}
