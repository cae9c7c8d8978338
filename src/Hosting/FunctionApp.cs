namespace Hosting;

/// <summary>The function app through all its processes: it can be killed, and starts again as its platform would start it.</summary>
/// <param name="app">The published app.</param>
/// <param name="settings">Its app settings.</param>
/// <param name="port">Its port; 0 takes a free one, which its later processes have, too.</param>
/// <param name="program">Which host runs it.</param>
/// <param name="log">Takes what all its processes write.</param>
/// <param name="endLeases">Ends the leases of a process that was killed.</param>
internal sealed class FunctionApp(
    PublishedApp app, IReadOnlyDictionary<string, string> settings, int port, HostProgram program, AppLog log, Func<Task> endLeases, TimeProvider time) : IAsyncDisposable
{
    private const int MaxKeptLines = 100_000;

    private readonly List<string> _earlierOutput = [];
    private FunctionAppProcess? _process;
    private long? _restartedAt;
    private int _settledAtRestart;

    /// <summary>The running process.</summary>
    public FunctionAppProcess Process => _process ?? throw new InvalidOperationException("The app has not been started.");

    /// <summary>How many times it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>The largest resident set any of its processes had, in bytes; null while that is not known.</summary>
    public long? PeakMemoryBytes { get; private set; }

    /// <summary>The longest it took from a restart to the next outcome; null while there was none.</summary>
    public TimeSpan? LongestRecovery { get; private set; }

    /// <summary>What all its processes wrote.</summary>
    public IEnumerable<string> Output => [.. _earlierOutput, .. Process.Output];

    /// <summary>Starts it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        _process = await FunctionAppProcess.StartAsync(app, settings, _process?.Address.Port ?? port, program, log, cancellationToken);

    /// <summary>Kills it with everything in flight and starts it again.</summary>
    /// <param name="settled">How many users have their outcome at this moment.</param>
    public async Task KillAndRestartAsync(int settled, CancellationToken cancellationToken)
    {
        await Process.KillAsync();
        Kills++;
        _earlierOutput.AddRange(Process.Output.Take(MaxKeptLines - _earlierOutput.Count));
        await Process.DisposeAsync();
        await endLeases();
        await StartAsync(cancellationToken);
        (_restartedAt, _settledAtRestart) = (time.GetTimestamp(), settled);
    }

    /// <summary>Records its memory and of how far it is.</summary>
    /// <param name="settled">How many users have their outcome.</param>
    public void Observe(int settled)
    {
        if (Process.PeakMemoryBytes is { } peak)
        {
            PeakMemoryBytes = Math.Max(PeakMemoryBytes ?? 0, peak);
        }

        if (_restartedAt is { } restartedAt && settled > _settledAtRestart)
        {
            var recovery = time.GetElapsedTime(restartedAt);
            LongestRecovery = LongestRecovery is { } longest && longest > recovery ? longest : recovery;
            _restartedAt = null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
