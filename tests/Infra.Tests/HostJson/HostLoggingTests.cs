using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Infra.Tests.HostJson;

/// <summary>
/// What the Functions host makes of the section <c>logging</c> of host.json: what its console and the log stream show, and what its exporter
/// sends to Application Insights beside the worker's own.
/// </summary>
public sealed class HostLoggingTests : IDisposable
{
    /// <summary>The category under which the host passes on what the worker writes to its console.</summary>
    private const string WorkerConsole = "Host.Function.Console";

    private readonly RecordedLines _console = new();
    private readonly RecordedExport _exporter = new();
    private readonly ServiceProvider _services;

    public HostLoggingTests() => _services = new ServiceCollection().AddLogging(Configure).BuildServiceProvider();

    [Fact]
    public void What_the_worker_logs_is_exported_by_the_worker_alone()
    {
        Log(WorkerConsole, LogLevel.Information);

        Assert.Equal(["Host.Function.Console Information"], _console.Lines);
        Assert.Empty(_exporter.Lines);
    }

    [Theory]
    [InlineData(LogLevel.Warning)]
    [InlineData(LogLevel.Error)]
    public void What_the_worker_writes_to_stderr_is_exported_by_the_host(LogLevel level)
    {
        Log(WorkerConsole, level);

        Assert.Equal([$"Host.Function.Console {level}"], _console.Lines);
        Assert.Equal([$"Host.Function.Console {level}"], _exporter.Lines);
    }

    [Fact]
    public void No_message_writes_a_line()
    {
        Log("Function.users", LogLevel.Information);

        Assert.Empty(_console.Lines);
        Assert.Empty(_exporter.Lines);
    }

    [Fact]
    public void What_the_host_says_of_itself_is_shown_and_exported()
    {
        Log("Host.Startup", LogLevel.Information);

        Assert.Equal(["Host.Startup Information"], _console.Lines);
        Assert.Equal(["Host.Startup Information"], _exporter.Lines);
    }

    public void Dispose()
    {
        _services.Dispose();
        _console.Dispose();
        _exporter.Dispose();
    }

    /// <summary>As ScriptHostBuilderExtensions and OpenTelemetryConfigurationExtensions of azure-functions-host do, in their order.</summary>
    private void Configure(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.None);
        logging.AddFilter((_, level) => level >= LogLevel.Information);
        logging.AddConfiguration(new ConfigurationBuilder().AddJsonFile(Repository.PathOf("host.json")).Build().GetSection("logging"));
        logging.AddProvider(_console);
        logging.AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(_exporter)));
        foreach (var category in new[] { "Function.*", "Azure.*", "Host.Results", "Host.Aggregator" })
        {
            logging.AddFilter<OpenTelemetryLoggerProvider>(category, _ => false);
        }
    }

    private void Log(string category, LogLevel level)
    {
        var logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        logger.Log(level, eventId: default, category, exception: null, (state, _) => state);
    }

    /// <summary>Stands in for the console.</summary>
    private sealed class RecordedLines : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(Lines, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(ConcurrentQueue<string> lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category} {logLevel}");
        }
    }

    private sealed class RecordedExport : BaseExporter<LogRecord>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public override ExportResult Export(in Batch<LogRecord> batch)
        {
            foreach (var record in batch)
            {
                Lines.Enqueue($"{record.CategoryName} {record.LogLevel}");
            }

            return ExportResult.Success;
        }
    }
}
