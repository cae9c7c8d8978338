using System.Runtime.InteropServices;
using LocalHost.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalHost.Hosting;

/// <summary>
/// Ends the host as Azure does: SIGTERM is kept from the functions for a while, then everything is asked to stop,
/// and in the end the process exits whatever still runs. Ctrl+C skips the first part.
/// </summary>
internal sealed partial class SignalLifetime(
    IHostApplicationLifetime lifetime,
    ShutdownSteps shutdown,
    HostSettings settings,
    TimeProvider time,
    Action exitProcess,
    ILogger<SignalLifetime> logger) : IHostLifetime, IDisposable
{
    // What the ordinary end needs once nothing is waited for any more: closing connections, flushing the log.
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(1);

    private readonly List<IDisposable> _registrations = [];
    private bool _terminating;
    private ITimer? _delay;
    private ITimer? _exit;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Terminate)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Interrupt)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Terminate()
    {
        if (!Interlocked.Exchange(ref _terminating, true))
        {
            Log.Terminating(logger, settings.ShutdownDelay);
            _delay = time.CreateTimer(_ => Interrupt(), state: null, settings.ShutdownDelay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Interrupt()
    {
        if (!shutdown.Stopping.IsCancellationRequested)
        {
            Log.Stopping(logger, settings.ShutdownGrace);
            _registrations.Add(shutdown.Abandoned.Register(() =>
                _exit = time.CreateTimer(_ => exitProcess(), state: null, AfterGrace, Timeout.InfiniteTimeSpan)));
            lifetime.StopApplication();
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _delay?.Dispose();
        _exit?.Dispose();
    }

    private static void Handle(PosixSignalContext context, Action handler)
    {
        context.Cancel = true;
        handler();
    }

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Information, "SIGTERM: work goes on for {Delay}, then the host stops")]
        public static partial void Terminating(ILogger logger, TimeSpan delay);

        [LoggerMessage(61, LogLevel.Information, "Stopping: invocations have {Grace} to end")]
        public static partial void Stopping(ILogger logger, TimeSpan grace);
    }
}
