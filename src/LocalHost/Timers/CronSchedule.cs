using System.Diagnostics.CodeAnalysis;

namespace LocalHost.Timers;

/// <summary>
/// A schedule of six fields, <c>second minute hour day month weekday</c> (0 is Sunday), all of which a time must fit:
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions.
/// </summary>
internal sealed class CronSchedule
{
    // Longer than any schedule's longest pause: 29 February on a given weekday, over a century without a leap day.
    private const int SearchYears = 41;

    private static readonly (int Minimum, int Maximum)[] Ranges = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];

    private readonly CronField[] _fields;

    private CronSchedule(CronField[] fields) => _fields = fields;

    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule)
    {
        schedule = null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == Ranges.Length)
        {
            var fields = parts.Zip(Ranges, (part, range) => CronField.Parse(part, range.Minimum, range.Maximum)).OfType<CronField>().ToArray();
            schedule = fields.Length == Ranges.Length ? new(fields) : null;
        }

        return schedule is not null;
    }

    public DateTime? Next(DateTime after)
    {
        var end = after.AddYears(SearchYears);
        var time = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), after.Kind).AddSeconds(1);
        while (time < end)
        {
            var later = Later(time);
            if (later == time)
            {
                return time;
            }

            time = later;
        }

        return null;
    }

    // The beginning of the next month, day, hour, minute or second when this one does not fit, the largest first.
    private DateTime Later(DateTime time)
    {
        if (!_fields[4].Allows(time.Month))
        {
            return time.Date.AddDays(1 - time.Day).AddMonths(1);
        }

        if (!_fields[3].Allows(time.Day) || !_fields[5].Allows((int)time.DayOfWeek))
        {
            return time.Date.AddDays(1);
        }

        if (!_fields[2].Allows(time.Hour))
        {
            return time.Date.AddHours(time.Hour + 1);
        }

        if (!_fields[1].Allows(time.Minute))
        {
            return time.AddSeconds(60 - time.Second);
        }

        return _fields[0].Allows(time.Second) ? time : time.AddSeconds(1);
    }
}
