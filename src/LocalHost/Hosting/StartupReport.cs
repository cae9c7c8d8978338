using LocalHost.Http;
using LocalHost.Invocation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LocalHost.Hosting;

/// <summary>Says on the console what has started. Parent processes wait for these lines.</summary>
internal sealed partial class StartupReport(FunctionCatalog functions, IServer server, FunctionKeys keys, ILogger<StartupReport> logger)
{
    public void Write()
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        foreach (var queue in functions.Queues)
        {
            Log.Queue(logger, queue.Name, queue.Queue.Name);
        }

        foreach (var http in functions.Http)
        {
            Log.Http(logger, http.Name, http.Methods.Count == 0 ? "any method" : string.Join(',', http.Methods).ToUpperInvariant(), address, http.Route);
        }

        foreach (var timer in functions.Timers)
        {
            Log.Timer(logger, timer.Name, timer.Schedule.Text);
        }

        if (keys.Generated is { } key && functions.Http.Any(http => http.Level != AuthorizationLevel.Anonymous))
        {
            // Not through the logger: a log may be kept, and a key does not belong there.
            Console.Out.WriteLine($"Function key for this run: {key}");
        }

        Log.Listening(logger, address);
        Log.Started(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Function {Function}: queueTrigger {Queue}")]
        public static partial void Queue(ILogger logger, string function, string queue);

        [LoggerMessage(2, LogLevel.Information, "Function {Function}: httpTrigger [{Methods}] {Address}{Route}")]
        public static partial void Http(ILogger logger, string function, string methods, string address, string route);

        [LoggerMessage(3, LogLevel.Information, "Function {Function}: timerTrigger {Schedule}")]
        public static partial void Timer(ILogger logger, string function, string schedule);

        [LoggerMessage(4, LogLevel.Information, "Now listening on {Address}")]
        public static partial void Listening(ILogger logger, string address);

        [LoggerMessage(5, LogLevel.Information, "Host started")]
        public static partial void Started(ILogger logger);
    }
}
