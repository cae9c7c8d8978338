using System.Globalization;

namespace LocalHost.Timers;

/// <summary>One field of a schedule: the values it allows, one bit each.</summary>
internal readonly record struct CronField(ulong Allowed)
{
    public bool Allows(int value) => (Allowed & (1UL << value)) != 0;

    /// <summary>Reads <c>*</c>, values, ranges (<c>1-5</c>), steps (<c>*/5</c>, <c>10-30/5</c>, <c>3/5</c>) and lists of these.</summary>
    public static CronField? Parse(string text, int minimum, int maximum)
    {
        var allowed = 0UL;
        foreach (var part in text.Split(','))
        {
            if (ParsePart(part, minimum, maximum) is not var (first, last, step))
            {
                return null;
            }

            for (var value = first; value <= last; value += step)
            {
                allowed |= 1UL << value;
            }
        }

        return new(allowed);
    }

    private static (int First, int Last, int Step)? ParsePart(string part, int minimum, int maximum)
    {
        var (range, stepText) = Cut(part, '/');
        var step = 1;
        if (stepText is not null && (!TryNumber(stepText, out step) || step == 0))
        {
            return null;
        }

        if (range == "*")
        {
            return (minimum, maximum, step);
        }

        var (firstText, lastText) = Cut(range, '-');
        if (!TryNumber(firstText, out var first))
        {
            return null;
        }

        var last = stepText is null ? first : maximum;
        if (lastText is not null && !TryNumber(lastText, out last))
        {
            return null;
        }

        return first >= minimum && last <= maximum && first <= last ? (first, last, step) : null;
    }

    private static (string Before, string? After) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var index and >= 0 ? (text[..index], text[(index + 1)..]) : (text, null);

    private static bool TryNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
