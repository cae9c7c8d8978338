using LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalHost.Queues;

/// <summary>Runs a listener for every queue function.</summary>
internal sealed partial class QueueListenerService(
    FunctionCatalog functions,
    InvocationRunner runner,
    IServiceScopeFactory scopes,
    HostSettings settings,
    IHostApplicationLifetime lifetime,
    ShutdownSteps shutdown,
    TimeProvider time,
    ILogger<QueueListenerService> logger) : IHostedService
{
    private Task _listeners = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The first message comes when the app's own services have started.
        lifetime.ApplicationStarted.Register(() => _listeners = Task.WhenAll(functions.Queues.Select(ListenAsync)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _listeners.WaitAsync(shutdown.Abandoned);
        }
        catch (OperationCanceledException) when (shutdown.Abandoned.IsCancellationRequested)
        {
            Log.Abandoned(logger);
        }
    }

    private async Task ListenAsync(QueueFunction function)
    {
        using var leases = new LeaseKeeper(function.Queue, settings.LeaseDuration, time, logger);
        var settler = new MessageSettler(function.Queue, function.PoisonQueue, settings.Queues, shutdown, logger);
        var processor = new MessageProcessor(function, leases, settler, runner, scopes, settings.Queues, shutdown, logger);

        await new QueueListener(function.Queue, processor, settings, shutdown, time, logger).RunAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Warning, "Invocations still run at the end of the shutdown; their messages are delivered again when their leases end")]
        public static partial void Abandoned(ILogger logger);
    }
}
