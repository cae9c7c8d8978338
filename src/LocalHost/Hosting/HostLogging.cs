using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalHost.Hosting;

/// <summary>The console log of the host, one line an entry.</summary>
internal static class HostLogging
{
    /// <summary>Writes to the console by host.json's levels, which hold for the host alone. The lines parent processes wait for are always written.</summary>
    public static void Configure(ILoggingBuilder logging, IConfiguration hostJson)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
        logging.AddFilter("Host", LogLevel.Warning);
        logging.AddConfiguration(hostJson.GetSection("logging"));
        logging.AddFilter("LocalHost", LogLevel.Information);
    }
}
