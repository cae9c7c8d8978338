namespace HubSpotUsers.Limits;

/// <summary>The rolling window as all processes share it.</summary>
/// <param name="Blocks">The permits taken that are still in the window or ahead of it.</param>
/// <param name="Credit">How many permits the limit could have given and did not: they were given back, or no process could take them in time.</param>
/// <param name="Announced">The calls in a window that HubSpot's headers announce; null while none has come.</param>
/// <param name="Foreign">The calls in a window that others make with the same token, as far as the headers tell.</param>
/// <param name="MeasuredAt">When <paramref name="Foreign"/> was brought up to date.</param>
internal sealed record RateWindow(IReadOnlyList<PermitBlock> Blocks, double Credit, double? Announced, double Foreign, long MeasuredAt)
{
    /// <summary>The latest time that a process has taken; 0 when none has.</summary>
    public long End => Blocks.Select(block => block.End).DefaultIfEmpty().Max();

    /// <summary>How many processes have taken them.</summary>
    public int Owners => Blocks.Select(block => block.Owner).Distinct(StringComparer.Ordinal).Count();

    /// <summary>A window in which nothing has happened.</summary>
    public static RateWindow Empty { get; } = new([], 0, null, 0, 0);
}

/// <summary>What the service itself says of its rolling window.</summary>
/// <param name="Max">The calls that may be made in the interval.</param>
/// <param name="Remaining">Those that are left.</param>
/// <param name="Interval">The length of the window.</param>
internal sealed record LimitReading(int Max, int Remaining, TimeSpan Interval);
