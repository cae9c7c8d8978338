using System.Text.Json.Serialization;

namespace HubSpotUsers.Limits;

/// <summary>Permits that one process has taken together. Each is good for one call at its own time, and given back when it was not used then.</summary>
/// <param name="Owner">The process.</param>
/// <param name="Start">The time of the first permit, in ticks of the storage account's clock.</param>
/// <param name="Runs">
/// The others, in pairs: how many <see cref="Step"/> from one permit to the next, and how many such permits follow.
/// </param>
internal sealed record PermitBlock(string Owner, long Start, IReadOnlyList<int> Runs)
{
    /// <summary>The unit of time between permits, in ticks: a tenth of a millisecond.</summary>
    public const long Step = TimeSpan.TicksPerMillisecond / 10;

    /// <summary>Permits further apart stand in blocks of their own.</summary>
    private const long LongestSpan = TimeSpan.TicksPerSecond;

    /// <summary>How many permits there are.</summary>
    [JsonIgnore]
    public int Count
    {
        get
        {
            var count = 1;
            for (var run = 1; run < Runs.Count; run += 2)
            {
                count += Runs[run];
            }

            return count;
        }
    }

    /// <summary>The times of its permits, ascending.</summary>
    [JsonIgnore]
    public IEnumerable<long> Times
    {
        get
        {
            var time = Start;
            yield return time;
            for (var run = 0; run < Runs.Count; run += 2)
            {
                for (var permit = 0; permit < Runs[run + 1]; permit++)
                {
                    yield return time += Runs[run] * Step;
                }
            }
        }
    }

    /// <summary>The time of its last permit.</summary>
    [JsonIgnore]
    public long End
    {
        get
        {
            var end = Start;
            for (var run = 0; run < Runs.Count; run += 2)
            {
                end += Runs[run] * Step * Runs[run + 1];
            }

            return end;
        }
    }

    /// <summary>Moves a time to one that any block can hold: the same or a little later.</summary>
    public static long Round(long time) => (time + Step - 1) / Step * Step;

    /// <summary>Makes the block of some permits.</summary>
    /// <param name="owner">The process.</param>
    /// <param name="times">Their times, ascending and whole steps apart.</param>
    public static PermitBlock Of(string owner, IReadOnlyList<long> times)
    {
        var runs = new List<int>();
        for (var index = 1; index < times.Count; index++)
        {
            AddRun(runs, (int)((times[index] - times[index - 1]) / Step), 1);
        }

        return new PermitBlock(owner, times[0], runs);
    }

    /// <summary>Gives the permits of both as one block; null when it would be of two processes, or reach too far for its permits to end together.</summary>
    /// <param name="later">Permits after all of this block's.</param>
    public PermitBlock? Join(PermitBlock later)
    {
        var gap = later.Start - End;
        if (later.Owner != Owner || later.End - Start > LongestSpan || gap % Step is not 0)
        {
            return null;
        }

        List<int> runs = [.. Runs];
        AddRun(runs, (int)(gap / Step), 1);
        for (var run = 0; run < later.Runs.Count; run += 2)
        {
            AddRun(runs, later.Runs[run], later.Runs[run + 1]);
        }

        return this with { Runs = runs };
    }

    /// <summary>Gives the block without the permits of these times; null when none is left.</summary>
    public PermitBlock? Without(IReadOnlySet<long> unused)
    {
        if (unused.Count is 0)
        {
            return this;
        }

        long[] left = [.. Times.Where(time => !unused.Contains(time))];
        return left.Length is 0 ? null : Of(Owner, left);
    }

    /// <summary>How many of its permits have their time after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    public int CountBetween(long from, long to) =>
        Start > to || End <= from ? 0 : Start > from && End <= to ? Count : Times.Count(time => time > from && time <= to);

    /// <summary>Writes the times of its permits to <paramref name="times"/>, ascending.</summary>
    public void CopyTo(Span<long> times)
    {
        times[0] = Start;
        var index = 0;
        for (var run = 0; run < Runs.Count; run += 2)
        {
            var gap = Runs[run] * Step;
            for (var end = index + Runs[run + 1]; index < end; index++)
            {
                times[index + 1] = times[index] + gap;
            }
        }
    }

    private static void AddRun(List<int> runs, int steps, int count)
    {
        if (runs.Count > 0 && runs[^2] == steps)
        {
            runs[^1] += count;
        }
        else
        {
            runs.Add(steps);
            runs.Add(count);
        }
    }
}
