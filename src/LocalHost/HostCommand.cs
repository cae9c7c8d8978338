using System.CommandLine;
using LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Worker;
using Microsoft.Extensions.Configuration;

namespace LocalHost;

/// <summary>The command line: <c>LocalHost APP_FOLDER [--port N]</c>.</summary>
internal static class HostCommand
{
    private static readonly Argument<DirectoryInfo> AppFolder = new Argument<DirectoryInfo>("APP_FOLDER")
    {
        Description = "The folder of the function app, as dotnet build or dotnet publish wrote it.",
    }.AcceptExistingOnly();

    private static readonly Option<int?> Port = new("--port")
    {
        Description = "The port of the HTTP functions on 127.0.0.1; 0 takes a free one. By default Host.LocalHttpPort of local.settings.json, else 7071.",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Runs a function app of the .NET isolated worker on this machine, for development and tests.") { AppFolder, Port };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(AppFolder).FullName, arguments.GetValue(Port), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int? port, CancellationToken cancellationToken)
    {
        try
        {
            var local = LocalSettings.Load(folder);
            local.SetEnvironment();
            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var app = FunctionAppFolder.Read(folder, settings);
            var faults = new StartFaults();
            var host = HostSettings.Read(app.HostJson, settings, faults);
            faults.ThrowIfAny();

            using var signals = new StopSignals(host.StopWithInput);
            await using var functions = new FunctionsHost(app, host, settings, port ?? local.Port, TimeProvider.System);
            await functions.StartAsync(cancellationToken);
            return await functions.RunAsync(signals);
        }
        catch (Exception exception) when (exception is StartFailedException or WorkerStartException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
