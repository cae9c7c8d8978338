using LocalHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace Functions.Tests.LocalHost.Configuration;

/// <summary>Makes configurations from pairs, and host settings from them.</summary>
internal static class Settings
{
    /// <summary>A configuration of these pairs; of equal keys the last counts.</summary>
    public static IConfiguration Of(params (string Key, string? Value)[] pairs)
    {
        var settings = new ConfigurationManager();
        foreach (var (key, value) in pairs)
        {
            settings[key] = value;
        }

        return settings;
    }

    public static HostSettings Host(params (string Key, string? Value)[] hostJson)
    {
        var faults = new StartFaults();
        var settings = HostSettings.Read(Of(hostJson), Of(), faults);
        faults.ThrowIfAny();

        return settings;
    }
}
