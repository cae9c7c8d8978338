using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LocalHost.Timers;

/// <summary>When a timer function runs.</summary>
/// <param name="Text">The schedule as written.</param>
/// <param name="Next">Gives the first time after another, in UTC; <see langword="null"/> when there is none.</param>
internal sealed record Schedule(string Text, Func<DateTime, DateTime?> Next)
{
    public static Schedule Never { get; } = new(string.Empty, _ => null);

    public static bool TryParse(string text, [NotNullWhen(true)] out Schedule? schedule)
    {
        schedule = null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
        {
            schedule = new(text, after => after + interval);
        }
        else if (CronSchedule.TryParse(text, out var cron))
        {
            schedule = new(text, cron.Next);
        }

        return schedule is not null;
    }
}
