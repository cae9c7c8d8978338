using System.Diagnostics;

namespace Benchmarks.Memory;

/// <summary>Looks at the resident sets of host and worker, and keeps their sum by how far the app was.</summary>
/// <param name="processIds">The processes.</param>
/// <param name="stage">How many users make a stage.</param>
internal sealed class ResidentSet(IEnumerable<int> processIds, int stage) : IDisposable
{
    private const double BytesPerMiB = 1024 * 1024;

    private readonly IReadOnlyList<Process> _processes = [.. processIds.Select(Process.GetProcessById)];
    private readonly SortedDictionary<long, List<double>> _stages = [];

    /// <summary>The medians of all stages, in MiB.</summary>
    public IReadOnlyList<double> Medians => [.. _stages.Values.Select(seen => Math.Round(Sample.Median(seen)))];

    /// <summary>The largest seen in each stage, in MiB.</summary>
    public IReadOnlyList<double> Peaks => [.. _stages.Values.Select(seen => Math.Round(seen.Max()))];

    /// <summary>Looks once.</summary>
    /// <param name="users">How many users have gone through the app.</param>
    public void Look(long users)
    {
        if (!_stages.TryGetValue(users / stage, out var seen))
        {
            _stages.Add(users / stage, seen = []);
        }

        seen.Add(_processes.Sum(process =>
        {
            process.Refresh();
            return process.WorkingSet64 / BytesPerMiB;
        }));
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }
    }
}
