using System.Diagnostics;

namespace Simulators.Azurite;

/// <summary>
/// A storage emulator of its own: a Node.js process with an empty temporary folder, which ends when this object is disposed or
/// when this process ends, however it ends. Azurite is installed with npm the first time.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _folder;

    private AzuriteServer(Process process, string folder, AzuriteConnection connection)
    {
        _process = process;
        _folder = folder;
        Connection = connection;
    }

    /// <summary>Where it is found.</summary>
    public AzuriteConnection Connection { get; }

    /// <summary>The connection string of the development account.</summary>
    public string ConnectionString => Connection.ConnectionString;

    /// <summary>The queue service of the development account.</summary>
    public Uri QueueEndpoint => Connection.QueueEndpoint;

    /// <summary>The table service of the development account.</summary>
    public Uri TableEndpoint => Connection.TableEndpoint;

    /// <summary>The Node.js process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether Azurite is installed, in whatever version; else the first start installs it.</summary>
    public static bool IsInstalled => AzuriteInstallation.IsThere;

    /// <summary>Installs Azurite if need be, starts it and waits until it listens.</summary>
    /// <param name="options">Ports, speed and HTTPS.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="AzuriteException">Node.js or npm is missing, or Azurite could not be installed or started.</exception>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions options, CancellationToken cancellationToken = default)
    {
        var node = Executable.Find("node");
        var script = await AzuriteInstallation.EnsureAsync(TimeProvider.System, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("azurite-").FullName;
        var start = new ProcessStartInfo(node, await AzuriteArguments.ComposeAsync(script, folder, options, cancellationToken))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var output = new AzuriteOutput();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new AzuriteServer(process, folder, await ListenAsync(process, output, options.StartTimeout, cancellationToken));
        }
        catch
        {
            await StopAsync(process, folder);
            throw;
        }
    }

    /// <summary>Finds an Azurite that already listens, started by another program.</summary>
    /// <param name="ports">Where to look.</param>
    /// <returns>The connection, or null unless all three ports respond as Azurite does over HTTP.</returns>
    public static Task<AzuriteConnection?> TryFindRunningAsync(AzuritePorts ports, CancellationToken cancellationToken = default) =>
        RunningAzurite.FindAsync(ports, cancellationToken);

    /// <summary>Ends the process and removes its data.</summary>
    public ValueTask DisposeAsync() => StopAsync(_process, _folder);

    private static async Task<AzuriteConnection> ListenAsync(
        Process process, AzuriteOutput output, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var exited = process.WaitForExitAsync(cancellationToken);
        try
        {
            if (await Task.WhenAny(output.Listening, exited).WaitAsync(timeout, TimeProvider.System, cancellationToken) == output.Listening)
            {
                return await output.Listening;
            }
        }
        catch (TimeoutException)
        {
            throw new AzuriteException($"Azurite did not listen within {timeout}:\n{output}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new AzuriteException($"Azurite ended with {process.ExitCode} instead of listening; is a port taken?\n{output}");
    }

    private static async ValueTask StopAsync(Process process, string folder)
    {
        using (process)
        {
            try
            {
                process.StandardInput.Close();
                await process.WaitForExitAsync().WaitAsync(StopTimeout, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
