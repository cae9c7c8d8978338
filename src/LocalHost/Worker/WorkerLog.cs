using System.Collections.Concurrent;
using LocalHost.Rpc;
using Microsoft.Extensions.Logging;

namespace LocalHost.Worker;

/// <summary>
/// Writes what a worker logs, as the real host does: an entry of the app is written only while the invocation that it names runs. One
/// that names none, as all are under the worker's OpenTelemetry defaults, is dropped.
/// </summary>
internal sealed partial class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    public void Begin(string invocationId) => _running[invocationId] = 0;

    public void End(string invocationId) => _running.TryRemove(invocationId, out _);

    public void Write(RpcLog entry)
    {
        var isSystem = entry.LogCategory is RpcLog.Types.RpcLogCategory.System && entry.Level >= RpcLog.Types.Level.Warning;
        if (isSystem || _running.ContainsKey(entry.InvocationId))
        {
            Log.Entry(loggers.CreateLogger(entry.Category), (LogLevel)entry.Level, entry.Message, entry.Exception?.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 30, Message = "{Message} {Exception}")]
        public static partial void Entry(ILogger logger, LogLevel level, string message, string? exception);
    }
}
