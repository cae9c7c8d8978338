using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hosting;

/// <summary>What a host writes, and what it says by that: where it listens, whether it has started, and which process its worker is.</summary>
/// <param name="log">Takes every line, too.</param>
internal sealed partial class HostOutput(AppLog? log)
{
    private const int KeptLines = 2000;
    private const int Unknown = -1;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _workerId = Unknown;

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Completes with the address of its HTTP functions.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>Completes when it has started.</summary>
    public Task Started => _started.Task;

    /// <summary>The process id of the worker that it started last; null while it has named none, as the Core Tools never do.</summary>
    public int? WorkerId => _workerId is Unknown ? null : _workerId;

    /// <summary>Reads a line; null at the end of the output.</summary>
    public void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        log?.Add(line);
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
        else if (WorkerLine().Match(line) is { Success: true } worker)
        {
            _workerId = int.Parse(worker.Groups["id"].Value, CultureInfo.InvariantCulture);
        }
        else if (line.Contains("Host started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
        else if (CoreToolsFunctionLine().Match(line) is { Success: true } function)
        {
            // The Core Tools list the functions when they have started.
            _listening.TrySetResult(new Uri($"http://127.0.0.1:{function.Groups["port"].Value}"));
            _started.TrySetResult();
        }
    }

    [GeneratedRegex(@"Now listening on (?<address>http://127\.0\.0\.1:[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();

    [GeneratedRegex(@"^\s*\w+: \[[A-Z,]+\] http://localhost:(?<port>[0-9]+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CoreToolsFunctionLine();

    [GeneratedRegex("Worker process (?<id>[0-9]+) started", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkerLine();
}
