using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hosting;

/// <summary>Which host runs the function app.</summary>
public enum HostProgram
{
    /// <summary>This repository's own (<c>src/LocalHost</c>).</summary>
    Local,

    /// <summary>Azure's, by the Azure Functions Core Tools (<c>func</c>), which must be on the path.</summary>
    CoreTools,
}

/// <summary>How a host is started.</summary>
internal static class HostCommand
{
    /// <summary>The command that runs an app, without its settings.</summary>
    /// <param name="program">The host.</param>
    /// <param name="app">The published app.</param>
    /// <param name="port">The port of its HTTP functions; 0 takes a free one.</param>
    public static ProcessStartInfo Of(HostProgram program, PublishedApp app, int port)
    {
        var start = program is HostProgram.Local
            ? new ProcessStartInfo("dotnet") { ArgumentList = { Path.Combine(app.HostFolder, "LocalHost.dll"), app.Folder, "--port", Text(port) } }
            : new ProcessStartInfo("func") { ArgumentList = { "start", "--no-build", "--port", Text(port is 0 ? FreePort() : port) }, WorkingDirectory = app.Folder };
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        if (program is HostProgram.CoreTools)
        {
            // A published folder has no local.settings.json, where the Core Tools look for it.
            start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        }

        return start;
    }

    /// <summary>The Core Tools take 0 for what it says.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
