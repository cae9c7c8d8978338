using LocalHost.Hosting;
using LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalHost.Timers;

/// <summary>Runs the timer functions. A run that lasts beyond the next scheduled time makes that one fall out: runs never overlap.</summary>
internal sealed partial class TimerService(
    FunctionCatalog functions,
    InvocationRunner runner,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    ShutdownSteps shutdown,
    TimeProvider time,
    ILogger<TimerService> logger) : IHostedService
{
    // Below the longest delay a timer can have.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private Task _timers = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _timers = Task.WhenAll(functions.Timers.Select(RunAsync)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _timers.WaitAsync(shutdown.Abandoned).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task RunAsync(TimerFunction function)
    {
        var last = default(DateTime);
        try
        {
            while (function.Schedule.Next(UtcNow()) is { } due)
            {
                await WaitUntilAsync(due);
                await InvokeAsync(function, last, due);
                last = due;
            }
        }
        catch (OperationCanceledException) when (shutdown.Stopping.IsCancellationRequested)
        {
            // The ordinary end of a timer.
        }
    }

    private async Task WaitUntilAsync(DateTime due)
    {
        while (due - UtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, shutdown.Stopping);
        }
    }

    private async Task InvokeAsync(TimerFunction function, DateTime last, DateTime due)
    {
        var now = UtcNow();
        var status = new ScheduleStatus { Last = last, Next = function.Schedule.Next(now) ?? default, LastUpdated = now };
        try
        {
            await runner.RunAsync(async token =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var timer = new TimerInfo { ScheduleStatus = status, IsPastDue = now - due > TimeSpan.FromSeconds(1) };
                return await function.Method.InvokeAsync(scope.ServiceProvider, timer, token);
            });
        }
        catch (Exception exception)
        {
            // A failed run does not end the schedule.
            Log.Failed(logger, exception, function.Name);
        }
    }

    private DateTime UtcNow() => time.GetUtcNow().UtcDateTime;

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Error, "Function {Function} failed on its schedule")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
