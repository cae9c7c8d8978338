using System.ComponentModel;
using System.Diagnostics;

namespace Hosting;

/// <summary>The function app as it runs on a machine: the host in a process of its own, and its worker in another.</summary>
public sealed class FunctionAppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HostProgram _program;
    private readonly HostOutput _output;
    private bool _isDisposed;

    private FunctionAppProcess(ProcessStartInfo start, HostProgram program, AppLog? log)
    {
        _program = program;
        _output = new HostOutput(log);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Read(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Read(line.Data);
    }

    /// <summary>Where its HTTP functions are: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What it wrote last, oldest first.</summary>
    public IReadOnlyCollection<string> Output => _output.Lines;

    /// <summary>The host's process id.</summary>
    public int HostId => _process.Id;

    /// <summary>The process id of the worker that runs now.</summary>
    /// <exception cref="InvalidOperationException">The host does not say it (<see cref="HostProgram.CoreTools"/>).</exception>
    public int WorkerId => _output.WorkerId ?? throw new InvalidOperationException("The host has not named the process of its worker.");

    /// <summary>Whether the host has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>
    /// The largest resident sets of host and worker so far, together, in bytes; 0 once both have ended. Null where the host does not say which
    /// process its worker is: its own alone would be too small.
    /// </summary>
    public long? PeakMemoryBytes => _output.WorkerId is { } worker ? PeakOf(HostId) + PeakOf(worker) : null;

    /// <summary>Starts an app and waits until its host has started.</summary>
    /// <param name="app">The published app.</param>
    /// <param name="settings">Its app settings, as environment variables.</param>
    /// <param name="port">Its port; 0 takes a free one.</param>
    /// <param name="program">Which host runs it.</param>
    /// <exception cref="HostingException">It did not start.</exception>
    public static Task<FunctionAppProcess> StartAsync(
        PublishedApp app, IReadOnlyDictionary<string, string> settings, int port, CancellationToken cancellationToken, HostProgram program = HostProgram.Local) =>
        StartAsync(app, settings, port, program, log: null, cancellationToken);

    /// <summary>The same, with a log that takes every line it writes.</summary>
    internal static async Task<FunctionAppProcess> StartAsync(
        PublishedApp app, IReadOnlyDictionary<string, string> settings, int port, HostProgram program, AppLog? log, CancellationToken cancellationToken)
    {
        var start = HostCommand.Of(program, app, port);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new FunctionAppProcess(start, program, log);
        try
        {
            process._process.Start();
        }
        catch (Win32Exception)
        {
            throw new HostingException($"'{start.FileName}' is not on the path. Install the Azure Functions Core Tools 4, or leave --host out.");
        }

        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        try
        {
            await process.WaitForStartAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills host and worker as a container that ends at its worst: at once, with everything in flight.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Kills the host alone; the worker then dies by itself.</summary>
    public async Task KillHostAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Kills the worker alone; the host then starts another.</summary>
    public void KillWorker()
    {
        using var worker = Process.GetProcessById(WorkerId);
        worker.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using (_process)
        {
            if (_process.HasExited)
            {
                return;
            }

            if (_program is HostProgram.CoreTools)
            {
                // They do not end with their input.
                await KillAsync();
                return;
            }

            try
            {
                // The app ends with its input, in the order it ends at Ctrl+C.
                _process.StandardInput.Close();
                await _process.WaitForExitAsync().WaitAsync(StopTimeout, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }
    }

    private static long PeakOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.PeakWorkingSet64;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended.
            return 0;
        }
    }

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = _output.Started;
        var exited = _process.WaitForExitAsync(cancellationToken);
        try
        {
            if (await Task.WhenAny(started, exited).WaitAsync(StartTimeout, TimeProvider.System, cancellationToken) == started)
            {
                Address = await _output.Listening.WaitAsync(StartTimeout, TimeProvider.System, cancellationToken);
                return;
            }
        }
        catch (TimeoutException)
        {
            throw new HostingException($"The function app did not start within {StartTimeout}:\n{string.Join('\n', Output)}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new HostingException($"The function app ended instead of starting:\n{string.Join('\n', Output)}");
    }
}
