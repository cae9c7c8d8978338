using System.Diagnostics;

namespace Benchmarks.Memory;

/// <summary>Looks at the resident set of a process, and keeps what it saw by how far the process was.</summary>
/// <param name="processId">The process.</param>
/// <param name="stage">How many users make a stage.</param>
internal sealed class ResidentSet(int processId, int stage) : IDisposable
{
    private const double BytesPerMiB = 1024 * 1024;

    private readonly Process _process = Process.GetProcessById(processId);
    private readonly SortedDictionary<long, List<double>> _stages = [];

    /// <summary>The medians of all stages, in MiB.</summary>
    public IReadOnlyList<double> Medians => [.. _stages.Values.Select(seen => Math.Round(Sample.Median(seen)))];

    /// <summary>The largest seen in each stage, in MiB.</summary>
    public IReadOnlyList<double> Peaks => [.. _stages.Values.Select(seen => Math.Round(seen.Max()))];

    /// <summary>Looks once.</summary>
    /// <param name="users">How many users have gone through the process.</param>
    public void Look(long users)
    {
        _process.Refresh();
        if (!_stages.TryGetValue(users / stage, out var seen))
        {
            _stages.Add(users / stage, seen = []);
        }

        seen.Add(_process.WorkingSet64 / BytesPerMiB);
    }

    public void Dispose() => _process.Dispose();
}
