using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Infra.Tests.Code;

namespace Infra.Tests.Docs;

/// <summary>Writes <c>docs/settings.md</c> from the options: their names, defaults, ranges and documentation.</summary>
internal static class SettingsPage
{
    private const string Preface = """
        # Settings

        Names are as in `local.settings.sample.json`; in the environment write `__` instead of `:`. All settings are validated at start, and all
        faults are reported at once; an unknown name in one of these sections is a warning. Times are written as `hh:mm:ss`.

        This page is generated from the options classes in `src`; a test compares it. To write it again:
        `UPDATE_DOCS=1 dotnet test --project tests/Infra.Tests`.

        ## The queue, storage and telemetry

        | setting | default | |
        |---|---|---|
        | `UsersQueue` | | The queue of user messages. Its poison queue has `-poison` appended. |
        | `UsersStorage` | | The storage account of the queue and the tables: a connection string, or `UsersStorage:queueServiceUri`, `UsersStorage:tableServiceUri`, `UsersStorage:credential` = `managedidentity` and `UsersStorage:clientId`. |
        | `AzureWebJobsStorage` | | The Functions host's own storage, in the same two forms. |
        | `Logging:LogLevel:<category>` | `Information`, libraries `Warning` | What the worker writes to the console, the log stream and telemetry. |
        | `APPLICATIONINSIGHTS_CONNECTION_STRING`, `OTEL_EXPORTER_OTLP_ENDPOINT` | | Where telemetry goes: Azure Monitor, an OTLP endpoint, both or nowhere; see [telemetry.md](telemetry.md). |

        """;

    /// <summary>Writes the page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Preface);
        foreach (var section in CodeNames.Settings.Where(setting => setting.Property is not null).GroupBy(setting => setting.Name.Split("__")[0], StringComparer.Ordinal).OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n| setting | default | from–to | |\n|---|---|---|---|\n");
            foreach (var setting in section)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{setting.Name.Replace("__", ":", StringComparison.Ordinal)}` | {Code(Text(setting.Default))} | {Bounds(setting.Property!)} | {Documentation.Of(setting.Property!)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Code(string? text) => text is null or "" ? string.Empty : $"`{text}`";

    private static string? Text(object? value) => value switch
    {
        null => null,
        Array values => string.Join(", ", values.Cast<object>()),
        bool isOn => isOn ? "true" : "false",
        TimeSpan { Milliseconds: not 0 } time => time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Bounds(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() switch
    {
        { } range => $"{Code(Text(range.Minimum))}–{Code(Text(range.Maximum))}",
        null when property.PropertyType.IsEnum => string.Join(", ", Enum.GetNames(property.PropertyType).Select(Code)),
        null => string.Empty,
    };

    /// <summary>The XML documentation of the code.</summary>
    private static class Documentation
    {
        private static readonly Dictionary<string, XElement> Summaries = new[] { "HubSpotUsers.xml", "Api.xml", "Functions.xml" }
            .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
            .Where(member => member.Element("summary") is not null && ((string)member.Attribute("name")!).StartsWith("P:", StringComparison.Ordinal))
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!, StringComparer.Ordinal);

        public static string Of(PropertyInfo property) =>
            string.Join(' ', string.Concat(Summaries[$"P:{property.DeclaringType!.FullName}.{property.Name}"].Nodes().Select(Markdown)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        private static string Markdown(XNode node) => node switch
        {
            XElement { Name.LocalName: "c" } code => Code(code.Value),
            XElement { Name.LocalName: "see" } see => Code(((string?)see.Attribute("cref"))?.Split('.')[^1]),
            XElement other => other.Value,
            _ => node.ToString(),
        };
    }
}
