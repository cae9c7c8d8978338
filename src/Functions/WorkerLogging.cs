using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Functions;

/// <summary>Which of the worker's log reaches a person, and how.</summary>
internal static class WorkerLogging
{
    /// <summary>
    /// Levels that hold unless a setting (<c>Logging__LogLevel__…</c>) says otherwise. The levels of host.json are the host's own: they
    /// do not reach the worker, whose libraries would write several lines a call.
    /// </summary>
    private static readonly Dictionary<string, string?> DefaultLevels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Azure"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Function"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Grpc"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System"] = nameof(LogLevel.Warning),
    };

    /// <summary>
    /// Writes the log to the console, one line an entry. The host drops what the worker logs through it under the OpenTelemetry defaults
    /// (no invocation id in the scope), but passes the worker's console on to its own and to the log stream.
    /// </summary>
    public static FunctionsApplicationBuilder AddConsoleLog(this FunctionsApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        return builder;
    }
}
