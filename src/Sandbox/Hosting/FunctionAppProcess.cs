using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sandbox.Hosting;

/// <summary>The function app in a process of its own, as its host runs it.</summary>
public sealed partial class FunctionAppProcess : IAsyncDisposable
{
    private const int KeptLines = 2000;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private FunctionAppProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>Where its HTTP functions are: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What it wrote last, oldest first.</summary>
    public IReadOnlyCollection<string> Output => _lines;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its largest resident set so far, in bytes; 0 once it has ended.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            if (_process.HasExited)
            {
                return 0;
            }

            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the app and waits until its host has started.</summary>
    /// <param name="settings">Its app settings, as environment variables.</param>
    /// <param name="port">Its port; 0 takes a free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="SandboxException">It is not built for this machine, or did not start.</exception>
    public static Task<FunctionAppProcess> StartAsync(IReadOnlyDictionary<string, string> settings, int port, CancellationToken cancellationToken) =>
        StartAsync(Locate(), settings, port, cancellationToken);

    /// <summary>Starts an app that was published somewhere and waits until its host has started.</summary>
    /// <param name="assembly">The path of its <c>Functions.dll</c>.</param>
    /// <param name="settings">Its app settings, as environment variables.</param>
    /// <param name="port">Its port; 0 takes a free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="SandboxException">It did not start.</exception>
    public static async Task<FunctionAppProcess> StartAsync(
        string assembly, IReadOnlyDictionary<string, string> settings, int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { assembly, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var app = new FunctionAppProcess(start);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        try
        {
            await app.WaitForStartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process as the platform does at its worst: at once, with everything in flight.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
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

    private static string Locate()
    {
        // The build puts every project's output side by side: <project>/<configuration>.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent!.Parent!.FullName, "Functions", own.Name, "Functions.dll");
        return File.Exists(path) && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "LocalHost.dll"))
            ? path
            : throw new SandboxException($"The function app is not built for this machine at {path}. Build it with: dotnet build -p:FunctionsHost=Local");
    }

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = _started.Task;
        var exited = _process.WaitForExitAsync(cancellationToken);
        try
        {
            if (await Task.WhenAny(started, exited).WaitAsync(StartTimeout, TimeProvider.System, cancellationToken) == started)
            {
                Address = await _listening.Task.WaitAsync(StartTimeout, TimeProvider.System, cancellationToken);
                return;
            }
        }
        catch (TimeoutException)
        {
            throw new SandboxException($"The function app did not start within {StartTimeout}:\n{string.Join('\n', _lines)}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new SandboxException($"The function app ended instead of starting:\n{string.Join('\n', _lines)}");
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
        else if (line.Contains("Host started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }

    [GeneratedRegex(@"Now listening on (?<address>http://127\.0\.0\.1:[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
