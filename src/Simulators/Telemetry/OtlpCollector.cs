using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Simulators.Hosting;

namespace Simulators.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what it is sent, as it came: OTLP over HTTP in protobuf, whose texts are plain UTF-8.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _traces = new();
    private readonly ConcurrentQueue<byte[]> _metrics = new();
    private readonly ConcurrentQueue<byte[]> _logs = new();
    private LoopbackServer? _server;

    private OtlpCollector()
    {
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server!.BaseAddress;

    /// <summary>What a process needs to send its telemetry here, soon after it came about.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Endpoint.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
    };

    /// <summary>Requests with spans.</summary>
    public IReadOnlyCollection<byte[]> Traces => _traces;

    /// <summary>Requests with metrics.</summary>
    public IReadOnlyCollection<byte[]> Metrics => _metrics;

    /// <summary>Requests with log records.</summary>
    public IReadOnlyCollection<byte[]> Logs => _logs;

    /// <summary>Starts a collector on a free port of 127.0.0.1.</summary>
    public static async Task<OtlpCollector> StartAsync(CancellationToken cancellationToken = default)
    {
        var collector = new OtlpCollector();
        collector._server = await LoopbackServer.StartAsync(port: 0, certificate: null, collector.HandleAsync, cancellationToken);
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        ConcurrentQueue<byte[]>? kept = http.Request.Path.Value switch
        {
            "/v1/traces" => _traces,
            "/v1/metrics" => _metrics,
            "/v1/logs" => _logs,
            _ => null,
        };
        if (kept is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, stopping);
        kept.Enqueue(body.ToArray());
        http.Response.ContentType = "application/x-protobuf";
    }
}
