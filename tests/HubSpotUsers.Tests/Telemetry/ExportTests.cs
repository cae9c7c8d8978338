using HubSpotUsers.Telemetry;
using HubSpotUsers.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HubSpotUsers.Tests.Telemetry;

/// <summary>Listeners hear all spans of the process, so these tests and those of the spans come one after the other.</summary>
[Collection(nameof(Spans))]
public sealed class ExportTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://127.0.0.1:9/")]
    public async Task With_a_place_to_go_spans_are_recorded_and_the_ratio_decides_which_are_kept(string setting, string value)
    {
        await using var app = new TestApp((setting, value), ("Telemetry:SamplingRatio", "0"));
        Assert.NotNull(app.Get<TracerProvider>());
        Assert.NotNull(app.Get<MeterProvider>());

        using var span = Spans.StartRequest("request", traceParent: null);

        Assert.NotNull(span);
        Assert.True(span.IsAllDataRequested);
        Assert.False(span.Recorded);
    }

    [Fact]
    public async Task With_none_nothing_is_spent_on_spans()
    {
        await using var app = new TestApp();

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(Spans.StartRequest("request", traceParent: null));
    }
}
