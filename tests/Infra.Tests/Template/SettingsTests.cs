using System.ComponentModel;
using Azure.Monitor.OpenTelemetry.Exporter;
using HubSpotUsers;
using Infra.Tests.Code;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Infra.Tests.Template;

public sealed class SettingsTests
{
    /// <summary>Settings an app in Azure must not have.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["KeyVault__TrustedCertificateFile"] = "is for a stand-in on a developer's machine and refused for any other vault",
        ["UsersStorage__ConnectionString"] = "is the plain setting UsersStorage and would hold an account key",
    };

    /// <summary>Settings of the host and of Azure's libraries.</summary>
    private static readonly string[] Platform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
        "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
    ];

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Every_setting_of_the_code_is_an_app_setting(string environment)
    {
        var settings = Snapshot.Of(environment).Settings.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);

        var missing = CodeNames.Settings.Select(setting => setting.Name).Where(name => !LeftOut.ContainsKey(name) && !settings.Contains(name));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Every_app_setting_is_read(string environment)
    {
        var known = CodeNames.Settings.Select(setting => setting.Name).Except(LeftOut.Keys, StringComparer.Ordinal)
            .Concat(Platform)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(Snapshot.Of(environment).Settings.Keys, name => !known.Contains(name));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_host_samples_its_spans_by_the_ratio_of_the_worker(string environment)
    {
        var settings = Snapshot.Of(environment).Settings;

        Assert.Equal(settings["Telemetry__SamplingRatio"], settings["OTEL_TRACES_SAMPLER_ARG"]);
        Assert.Equal(
            (0.05f, (double?)null),
            ExporterOf(settings["OTEL_TRACES_SAMPLER"], settings["OTEL_TRACES_SAMPLER_ARG"]));
    }

    /// <summary>The samplers of OpenTelemetry itself are not for the exporter, which stays with so many traces a second, whatever the load.</summary>
    [Theory]
    [InlineData("parentbased_traceidratio")]
    [InlineData("traceidratio")]
    public void The_host_s_exporter_ignores_the_samplers_of_OpenTelemetry(string sampler)
    {
        Assert.Equal((1f, (double?)5), ExporterOf(sampler, "0.05"));
    }

    [Fact]
    public void The_defaults_of_the_templates_are_those_of_the_code()
    {
        var settings = Snapshot.Of("dev").Settings;

        var differences =
            from setting in CodeNames.Settings
            where setting.Default is not null && settings.ContainsKey(setting.Name)
            let text = settings[setting.Name]
            let value = TypeDescriptor.GetConverter(setting.Type).ConvertFromInvariantString(text)
            where !Equals(value, setting.Default)
            select $"{setting.Name} is {text} in infra/settings.bicep and {setting.Default} in the code";

        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_app_starts_with_its_settings(string environment)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Snapshot.Of(environment).Settings.Select(setting =>
                new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), Evaluated(setting.Key, setting.Value))))
            .Build();
        var services = new ServiceCollection();
        services.AddHubSpotUsers(configuration);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Names_hold_no_colon(string environment)
    {
        Assert.DoesNotContain(Snapshot.Of(environment).Settings.Keys, name => name.Contains(':', StringComparison.Ordinal));
    }

    /// <summary>What the exporter to Azure Monitor makes of a sampler, registered as the host does (azure-functions-host: <c>OpenTelemetryConfigurationExtensions</c>).</summary>
    private static (float Ratio, double? TracesPerSecond) ExporterOf(string sampler, string argument)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["OTEL_TRACES_SAMPLER"] = sampler, ["OTEL_TRACES_SAMPLER_ARG"] = argument })
            .Build());
        services.AddOpenTelemetry().UseAzureMonitorExporter();
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<AzureMonitorExporterOptions>>().CurrentValue;
        return (options.SamplingRatio, options.TracesPerSecond);
    }

    /// <summary>Puts something of its kind in the place of what only Azure knows.</summary>
    private static string Evaluated(string name, string value) => value switch
    {
        ['[', ..] when name.EndsWith("Uri", StringComparison.Ordinal) => "https://made-by.azure.example/",
        ['[', ..] when name is "APPLICATIONINSIGHTS_CONNECTION_STRING" =>
            "InstrumentationKey=66666666-7777-8888-9999-aaaaaaaaaaaa;IngestionEndpoint=https://127.0.0.1:9/",
        ['[', ..] => "66666666-7777-8888-9999-aaaaaaaaaaaa",
        _ => value,
    };
}
