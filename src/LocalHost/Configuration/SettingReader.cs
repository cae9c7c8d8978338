using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>Reads typed values from one source; a value that cannot be used becomes a fault and the default takes its place.</summary>
internal sealed class SettingReader(IConfiguration source, string sourceName, StartFaults faults)
{
    public string? Text(string path) => source[Key(path)];

    public bool Flag(string path) =>
        Text(path) is { } text && (bool.TryParse(text, out var value) ? value : Fault(path, text, "true or false", defaultValue: false));

    public TimeSpan Time(string path, TimeSpan defaultValue, TimeSpan minimum, TimeSpan maximum)
    {
        if (Text(path) is not { } text)
        {
            return defaultValue;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : Fault(path, text, $"a time from {minimum} to {maximum}", defaultValue);
    }

    private T Fault<T>(string path, string text, string expected, T defaultValue)
    {
        faults.Add($"{sourceName}: {path} is '{text}' but must be {expected}.");
        return defaultValue;
    }

    private static string Key(string path) => path.Replace('.', ConfigurationPath.KeyDelimiter[0]);
}
