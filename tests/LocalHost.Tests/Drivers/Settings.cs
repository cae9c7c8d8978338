using LocalHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalHost.Tests.Drivers;

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

    /// <summary>Host settings from host.json and the app's settings.</summary>
    /// <exception cref="StartFailedException">One of them cannot be used.</exception>
    public static HostSettings Host(IConfiguration hostJson, IConfiguration settings)
    {
        var faults = new StartFaults();
        var host = HostSettings.Read(hostJson, settings, faults);
        faults.ThrowIfAny();

        return host;
    }
}
