using System.Diagnostics.Metrics;
using Functions.Telemetry;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Testing.Drivers;

namespace Functions.Tests.Telemetry;

public sealed class ExportTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://127.0.0.1:9/")]
    public async Task With_a_place_to_go_spans_are_recorded_and_the_ratio_decides_which_are_kept(string setting, string value)
    {
        await using var services = ServicesOf((setting, value), ("Telemetry:SamplingRatio", "0"));
        Assert.NotNull(services.GetService<TracerProvider>());
        Assert.NotNull(services.GetService<MeterProvider>());

        using var span = Spans.StartRequest("request", traceParent: null);

        Assert.NotNull(span);
        Assert.True(span.IsAllDataRequested);
        Assert.False(span.Recorded);
    }

    /// <summary>The deployment sets it for the host, whose environment is the worker's.</summary>
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://127.0.0.1:9/")]
    public async Task The_sampler_of_the_host_is_not_the_worker_s(string setting, string value)
    {
        await using var services = ServicesOf(
            (setting, value), ("Telemetry:SamplingRatio", "1"), ("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage"), ("OTEL_TRACES_SAMPLER_ARG", "0"));
        Assert.NotNull(services.GetService<TracerProvider>());

        using var span = Spans.StartRequest("request", traceParent: null);

        Assert.NotNull(span);
        Assert.True(span.Recorded);
    }

    [Fact]
    public async Task With_none_nothing_is_spent_on_spans()
    {
        await using var services = ServicesOf();

        Assert.Null(services.GetService<TracerProvider>());
        Assert.Null(Spans.StartRequest("request", traceParent: null));
    }

    [Fact]
    public async Task Requests_are_counted_for_the_alert_on_server_errors()
    {
        await using var services = ServicesOf(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"));
        using var meter = new Meter("Microsoft.AspNetCore.Hosting");
        var requests = meter.CreateHistogram<double>("http.server.request.duration");
        Assert.False(requests.Enabled);

        Assert.NotNull(services.GetService<MeterProvider>());

        Assert.True(requests.Enabled);
    }

    private static ServiceProvider ServicesOf(params (string Name, string Value)[] settings)
    {
        var (services, configuration) = (new ServiceCollection(), Settings.Of(settings));
        services.AddSingleton(configuration).AddLogging().AddTelemetryExport(configuration);
        return services.BuildServiceProvider();
    }
}
