using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalHost.Hosting;

/// <summary>The console log of the local host, one line an entry.</summary>
internal static class HostLogging
{
    public static void AddConsole(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }

    /// <summary>Applies host.json's levels. The lines parent processes wait for are written whatever the default level.</summary>
    public static void AddLevels(ILoggingBuilder logging, IConfiguration hostJson)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter(typeof(StartupReport).FullName, LogLevel.Information);
        logging.AddConfiguration(hostJson.GetSection("logging"));
    }
}
