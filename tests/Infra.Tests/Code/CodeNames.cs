using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Api;
using Functions.Telemetry;
using HubSpotUsers;
using HubSpotUsers.Queue;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Infra.Tests.Code;

/// <summary>The names the code reads and writes by, asked of the code itself.</summary>
internal static partial class CodeNames
{
    private static readonly Type[] Types = [.. new[] { typeof(HubSpotUsersServiceCollectionExtensions), typeof(ApiServiceCollectionExtensions), typeof(TelemetryExport) }
        .SelectMany(type => type.Assembly.GetTypes())];

    /// <summary>Every setting of every options class that is registered, and the queue's.</summary>
    public static IReadOnlyList<CodeSetting> Settings { get; } =
        [.. FindSettings().Append(new CodeSetting(UsersQueueOptions.SettingName, typeof(string), null))];

    /// <summary>The tables, by the constant each class of a table has.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. Types.SelectMany(type => Constants(type, "TableName"))];

    /// <summary>The instruments.</summary>
    public static IReadOnlyList<string> Instruments { get; } = [.. Constants(typeof(Instruments), name: null)];

    /// <summary>The meter of ASP.NET Core that is exported.</summary>
    public static string HttpMeter { get; } = Constants(typeof(TelemetryExport), "HttpMeter").Single();

    /// <summary>Those of them that are gauges.</summary>
    public static ISet<string> Gauges { get; } = FindGauges();

    /// <summary>The properties log entries have, by the placeholders of their messages.</summary>
    public static IReadOnlySet<string> LogProperties { get; } = Types
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .SelectMany(message => Placeholder().Matches(message.Message))
        .Select(match => match.Groups["name"].Value)
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<CodeSetting> FindSettings()
    {
        var services = new ServiceCollection();
        var settings = new ConfigurationBuilder().Build();
        services.AddTelemetryExport(settings).AddHubSpotUsers(settings).AddApi(settings);
        foreach (var section in services.Where(service => service.ServiceType.Name is "OptionsSection").Select(service => service.ImplementationInstance!))
        {
            var (type, name) = (Get<Type>(section, "Type"), Get<string>(section, "Name"));
            var defaults = Activator.CreateInstance(type);
            foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            {
                yield return new CodeSetting($"{name}__{property.Name}", property.PropertyType, property.GetValue(defaults), property);
            }
        }
    }

    private static HashSet<string> FindGauges()
    {
        HashSet<string> gauges = new(StringComparer.Ordinal);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meters = new Meters(services.GetRequiredService<IMeterFactory>());
        meters.ObserveToken(() => null);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is HubSpotUsers.Telemetry.Instruments.MeterName && instrument.GetType().Name is "Gauge`1" or "ObservableGauge`1")
            {
                gauges.Add(instrument.Name);
            }
        };
        listener.Start();
        return gauges;
    }

    private static T Get<T>(object section, string property) => (T)section.GetType().GetProperty(property)!.GetValue(section)!;

    private static IEnumerable<string> Constants(Type type, string? name) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral && (name is null || field.Name == name))
        .Select(field => field.GetRawConstantValue())
        .OfType<string>();

    [GeneratedRegex(@"\{(?<name>\w+)(:[^}]*)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
