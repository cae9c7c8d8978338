namespace HubSpotUsers.Queue;

/// <summary>Exponential back-off with full jitter: users deferred together do not come back together.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>A message may be invisible for seven days (Azure: Put Message).</summary>
    private static readonly TimeSpan Most = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5);

    /// <summary>Users that wait for the same moment come back spread over this share of their wait, at most half a minute.</summary>
    private const double Spread = 0.1;

    private static readonly TimeSpan MostSpread = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the attempt after <paramref name="attempt"/>.</summary>
    public static TimeSpan After(long attempt, DeferralOptions options, Random random)
    {
        var ceiling = Math.Min(options.MaxDelay.TotalSeconds, options.BaseDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 62)));
        return TimeSpan.FromSeconds(Math.Max(Least.TotalSeconds, Math.Round(random.NextDouble() * ceiling)));
    }

    /// <summary>How long to wait for a moment that is known.</summary>
    public static TimeSpan Until(DateTimeOffset moment, DateTimeOffset now, Random random)
    {
        var wait = moment - now;
        var spread = Math.Clamp((wait * Spread).TotalSeconds, 1, MostSpread.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds + (random.NextDouble() * spread)), Least.TotalSeconds, Most.TotalSeconds));
    }
}
