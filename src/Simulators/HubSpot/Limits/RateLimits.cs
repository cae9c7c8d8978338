using System.Globalization;

namespace Simulators.HubSpot.Limits;

/// <summary>The rolling limit of each token and the daily limit of the account.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RollingWindow> _windows = new(StringComparer.Ordinal);
    private DateOnly _day;
    private int _takenToday;

    public RatePermit Take(string tokenLabel, HubSpotSettings settings)
    {
        lock (_lock)
        {
            StartDay(settings.AccountUtcOffset);
            var headers = new Dictionary<string, string>(StringComparer.Ordinal);
            var policy = TakeDay(settings) ? TakeWindow(tokenLabel, settings, headers) : RatePolicy.Daily;
            if (policy is null)
            {
                _takenToday++;
            }

            AddDailyHeaders(settings, headers);
            return new RatePermit(policy, headers);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _windows.Clear();
            _takenToday = 0;
        }
    }

    private void StartDay(TimeSpan utcOffset)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime + utcOffset);
        if (today != _day)
        {
            (_day, _takenToday) = (today, 0);
        }
    }

    private bool TakeDay(HubSpotSettings settings) => settings.DailyLimit == 0 || _takenToday < settings.DailyLimit;

    private string? TakeWindow(string tokenLabel, HubSpotSettings settings, Dictionary<string, string> headers)
    {
        if (settings.RateLimit == 0)
        {
            return null;
        }

        if (!_windows.TryGetValue(tokenLabel, out var window))
        {
            _windows[tokenLabel] = window = new RollingWindow(time);
        }

        var remaining = window.TryTake(settings.RateLimit, settings.RateWindow);
        headers["X-HubSpot-RateLimit-Max"] = Text(settings.RateLimit);
        headers["X-HubSpot-RateLimit-Remaining"] = Text(remaining ?? 0);
        headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = Text((int)settings.RateWindow.TotalMilliseconds);
        return remaining is null ? RatePolicy.Rolling : null;
    }

    private void AddDailyHeaders(HubSpotSettings settings, Dictionary<string, string> headers)
    {
        if (settings.DailyHeaders && settings.DailyLimit > 0)
        {
            headers["X-HubSpot-RateLimit-Daily"] = Text(settings.DailyLimit);
            headers["X-HubSpot-RateLimit-Daily-Remaining"] = Text(Math.Max(0, settings.DailyLimit - _takenToday));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the limits say about one call.</summary>
/// <param name="ExhaustedPolicy">The policy that refuses the call, or null.</param>
/// <param name="Headers">The rate limit headers of the response.</param>
internal sealed record RatePermit(string? ExhaustedPolicy, IReadOnlyDictionary<string, string> Headers);
