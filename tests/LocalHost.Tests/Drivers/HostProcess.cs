using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalHost.Tests.Drivers;

/// <summary>A host in a process of its own, and what it and its workers write.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private HostProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Calls its HTTP functions.</summary>
    public HttpClient Client { get; } = new() { Timeout = Eventually.Bound };

    /// <summary>The process id of the newest worker.</summary>
    public int WorkerId => int.Parse(WorkerLine().Match(_lines.Last(WorkerLine().IsMatch)).Groups["id"].Value, CultureInfo.InvariantCulture);

    /// <summary>Everything written so far, oldest first.</summary>
    public IReadOnlyList<string> Output => [.. _lines];

    /// <summary>Launches a host without waiting for it.</summary>
    public static HostProcess Launch(string folder, IReadOnlyDictionary<string, string?> settings, int port = 0)
    {
        var start = new ProcessStartInfo("dotnet", [ProbeFolders.LocalHost, folder, "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(start);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Launches a host and waits until it has started.</summary>
    public static async Task<HostProcess> StartAsync(string folder, IReadOnlyDictionary<string, string?> settings)
    {
        var host = Launch(folder, settings);
        await host.WaitForLineAsync("Host started");
        host.Client.BaseAddress = new Uri(host.Output.Select(line => ListeningLine().Match(line)).First(match => match.Success).Groups["address"].Value);
        return host;
    }

    /// <summary>How many lines contain a text.</summary>
    public int CountOf(string text) => _lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The place of the first line that contains a text; -1 when none does.</summary>
    public int IndexOf(string text) => _lines.ToList().FindIndex(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The host's own time of the first line that contains a text.</summary>
    public TimeOnly TimeOf(string text) =>
        TimeOnly.ParseExact(_lines.First(line => line.Contains(text, StringComparison.Ordinal))[..12], "HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Waits until so many lines contain a text.</summary>
    public async Task WaitForLineAsync(string text, int count = 1)
    {
        await Eventually.HoldsAsync(() => $"{count} x '{text}' in the output:\n{string.Join('\n', Output)}", () => Task.FromResult(CountOf(text) >= count || _process.HasExited));
        if (CountOf(text) < count)
        {
            // It has ended; what it wrote last may not have been read yet.
            var exitCode = await WaitForExitAsync();
            Assert.True(CountOf(text) >= count, $"The host ended with {exitCode} before it wrote '{text}':\n{string.Join('\n', Output)}");
        }
    }

    /// <summary>Waits until a worker responds to a request.</summary>
    public Task WaitForResponseAsync() => Eventually.HoldsAsync("a response of the worker", async () =>
    {
        try
        {
            using var echo = await Client.GetAsync(new Uri("api/echo/", UriKind.Relative));
            return echo.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // The worker ended while it responded.
            return false;
        }
    });

    /// <summary>Waits until the host has ended by itself, and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Bound, TimeProvider.System);
        return _process.ExitCode;
    }

    /// <summary>Ends the host's standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends the host SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Kills the host alone.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using (_process)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    [GeneratedRegex(@"Now listening on (?<address>http://127\.0\.0\.1:[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();

    [GeneratedRegex("Worker process (?<id>[0-9]+) started", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkerLine();
}
