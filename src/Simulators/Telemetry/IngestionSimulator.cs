using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Simulators.Hosting;

namespace Simulators.Telemetry;

/// <summary>
/// Takes what is sent to Application Insights, lines of JSON, and keeps account of how much it is (Azure Monitor: Application Insights
/// ingestion, <c>POST /v2.1/track</c>).
/// </summary>
public sealed class IngestionSimulator : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TelemetryVolume> _volumes = new(StringComparer.Ordinal);
    private LoopbackServer? _server;

    private IngestionSimulator()
    {
    }

    /// <summary>What a process needs to send its telemetry here, and none about itself to Microsoft.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Guid.Empty};IngestionEndpoint={_server!.BaseAddress}",
        ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
    };

    /// <summary>What has come so far, by kind: <c>RequestData</c>, <c>RemoteDependencyData</c>, <c>MetricData</c>, <c>MessageData</c>, <c>ExceptionData</c>.</summary>
    public IReadOnlyDictionary<string, TelemetryVolume> Volumes
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, TelemetryVolume>(_volumes, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Starts on a free port of 127.0.0.1.</summary>
    public static async Task<IngestionSimulator> StartAsync(CancellationToken cancellationToken = default)
    {
        var ingestion = new IngestionSimulator();
        ingestion._server = await LoopbackServer.StartAsync(port: 0, certificate: null, ingestion.HandleAsync, cancellationToken);
        return ingestion;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        if (http.Request.Path != "/v2.1/track")
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var text = new MemoryStream();
        if (http.Request.Headers[HeaderNames.ContentEncoding] == "gzip")
        {
            await using var unpacked = new GZipStream(http.Request.Body, CompressionMode.Decompress);
            await unpacked.CopyToAsync(text, stopping);
        }
        else
        {
            await http.Request.Body.CopyToAsync(text, stopping);
        }

        var items = Count(text.GetBuffer().AsMemory(0, (int)text.Length));

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"itemsReceived":{{items}},"itemsAccepted":{{items}},"errors":[]}""", stopping);
    }

    private int Count(ReadOnlyMemory<byte> text)
    {
        var items = 0;
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IsEmpty)
            {
                continue;
            }

            using var item = JsonDocument.Parse(line);
            var kind = item.RootElement.GetProperty("data").GetProperty("baseType").GetString()!;
            lock (_lock)
            {
                var volume = _volumes.GetValueOrDefault(kind) ?? TelemetryVolume.None;
                _volumes[kind] = new TelemetryVolume(volume.Items + 1, volume.Bytes + line.Length);
            }

            items++;
        }

        return items;
    }
}
