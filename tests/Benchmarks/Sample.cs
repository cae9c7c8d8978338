namespace Benchmarks;

/// <summary>Several measurements of one thing.</summary>
internal static class Sample
{
    /// <summary>The middle one, which a bad moment of the machine does not move.</summary>
    public static double Median(IEnumerable<double> measured)
    {
        var sorted = measured.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
