using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>Replaces <c>%Name%</c> in queue names, routes and schedules by the setting of that name.</summary>
internal sealed partial class SettingNames(IConfiguration settings, StartFaults faults)
{
    public string Resolve(string text, string functionName) =>
        Placeholder().Replace(text, match => Value(match.Groups["name"].Value, functionName));

    private string Value(string name, string functionName)
    {
        if (settings[name] is { Length: > 0 } value)
        {
            return value;
        }

        faults.Add($"Function {functionName}: %{name}% names no setting.");
        return name;
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
