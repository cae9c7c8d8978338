using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Rpc;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace LocalHost.Timers;

/// <summary>Runs a function on its schedule. A run that lasts beyond the next scheduled time makes that one fall out: runs never overlap.</summary>
internal sealed partial class TimerLoop(FunctionDefinition function, Func<DateTime, DateTime> next, FunctionInvoker invoker, TimeProvider time, ILogger<TimerLoop> logger)
{
    // Below the longest delay a timer can have.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);
    private static readonly TimeSpan PastDue = TimeSpan.FromSeconds(1);

    /// <summary>Makes the loop of a function; a schedule that cannot be read is a fault.</summary>
    public static TimerLoop? Create(FunctionDefinition function, TimerTrigger trigger, FunctionInvoker invoker, TimeProvider time, ILoggerFactory loggers, StartFaults faults)
    {
        if (TimeSpan.TryParse(trigger.Schedule, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
        {
            return new TimerLoop(function, now => now + interval, invoker, time, loggers.CreateLogger<TimerLoop>());
        }

        if (CrontabSchedule.TryParse(trigger.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule)
        {
            return new TimerLoop(function, schedule.GetNextOccurrence, invoker, time, loggers.CreateLogger<TimerLoop>());
        }

        faults.Add($"Function {function.Name}: the schedule '{trigger.Schedule}' is neither six fields (second minute hour day month weekday) nor an interval.");
        return null;
    }

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(bool atOnce, CancellationToken stopping)
    {
        var last = default(DateTime);
        try
        {
            for (var due = atOnce ? UtcNow() : next(UtcNow()); ; due = next(UtcNow()))
            {
                await WaitUntilAsync(due, stopping);
                await InvokeAsync(last, due, stopping);
                last = due;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end of a timer.
        }
    }

    private async Task WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        while (due - UtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, stopping);
        }
    }

    private async Task InvokeAsync(DateTime last, DateTime due, CancellationToken stopping)
    {
        var now = UtcNow();
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = new JsonObject { ["Last"] = last, ["Next"] = next(now), ["LastUpdated"] = now },
            ["IsPastDue"] = now - due > PastDue,
        };
        try
        {
            await invoker.InvokeAsync(function, Guid.NewGuid().ToString(), new TypedData { Json = timer.ToJsonString(JsonSerializerOptions.Web) }, values: [], traceParent: null, stopping);
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
