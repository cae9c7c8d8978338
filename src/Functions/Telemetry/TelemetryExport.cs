using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using HubSpotUsers.Configuration;
using HubSpotUsers.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Functions.Telemetry;

/// <summary>Registers what is exported of what is measured, traced and logged, and where it goes: to Azure Monitor, to an OTLP endpoint, to both or nowhere.</summary>
internal static class TelemetryExport
{
    /// <summary>Names the Application Insights resource (Azure Functions: App settings reference).</summary>
    public const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Has Application Insights ask for an identity, as in <c>ClientId=…;Authorization=AAD</c> (same source).</summary>
    public const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Names an OTLP endpoint; its other settings are read by the exporter (OpenTelemetry: OTLP exporter configuration).</summary>
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the .NET runtime itself measures (.NET: Built-in metrics).</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Counts requests by status, unlike the host's sampled spans all of them (ASP.NET Core: Built-in metrics).</summary>
    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";

    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<TelemetryOptions, TelemetryOptionsValidator>(configuration, TelemetryOptions.SectionName);
        var (toAzureMonitor, toOtlp) = (Has(AzureMonitorSetting), Has(OtlpSetting));
        if (!toAzureMonitor && !toOtlp)
        {
            return services;
        }

        services.AddTransient<IStartupFilter, RequestTags>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddAttributes([new("service.version", AppVersion.Text)]))
            .WithTracing(static traces => traces.AddSource(Spans.SourceName).AddProcessor(new FailureProcessor()))
            .WithMetrics(static metrics => metrics.AddMeter(Instruments.MeterName, RuntimeMeter, HttpMeter))
            .WithLogging(static _ => { }, static logs => logs.IncludeFormattedMessage = true);
        if (toAzureMonitor)
        {
            services.AddOptions<AzureMonitorExporterOptions>().Configure<IServiceProvider>((options, provider) =>
            {
                options.EnableLiveMetrics = false;
                options.EnableTraceBasedLogsSampler = false;
                options.Credential = Has(AuthenticationSetting) ? provider.GetRequiredService<TokenCredential>() : null;
            });
            telemetry.WithTracing(static traces => traces.AddAzureMonitorTraceExporter())
                .WithMetrics(static metrics => metrics.AddAzureMonitorMetricExporter())
                .WithLogging(static logs => logs.AddAzureMonitorLogExporter());
        }

        if (toOtlp)
        {
            telemetry.WithTracing(static traces => traces.AddOtlpExporter())
                .WithMetrics(static metrics => metrics.AddOtlpExporter())
                .WithLogging(static logs => logs.AddOtlpExporter());
        }

        // The exporters choose a sampler of their own; the last one counts.
        telemetry.WithTracing(static traces => traces.SetSampler(static provider =>
            new FailureSampler(provider.GetRequiredService<IOptions<TelemetryOptions>>().Value.SamplingRatio)));
        return services;

        bool Has(string setting) => !string.IsNullOrWhiteSpace(configuration[setting]);
    }
}
