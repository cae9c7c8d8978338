namespace Benchmarks.Lone;

/// <summary>Times in milliseconds.</summary>
/// <param name="First">The first of all, with everything cold: code, connection, token. Not among the others.</param>
/// <param name="Median">The median of the repetitions.</param>
/// <param name="Max">The longest of them.</param>
/// <param name="All">All of them, in order.</param>
internal sealed record Waits(double First, double Median, double Max, IReadOnlyList<double> All)
{
    public static Waits Of(IReadOnlyList<TimeSpan> measured)
    {
        List<double> warm = [.. measured.Skip(1).Select(wait => Math.Round(wait.TotalMilliseconds, 1))];
        return new Waits(Math.Round(measured[0].TotalMilliseconds, 1), Math.Round(Sample.Median(warm), 1), warm.Max(), warm);
    }
}
