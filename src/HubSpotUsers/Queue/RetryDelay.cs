namespace HubSpotUsers.Queue;

/// <summary>Exponential back-off with full jitter: users deferred together do not come back together.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before the try after <paramref name="attempt"/>.</summary>
    public static TimeSpan After(long attempt, DeferralOptions options, Random random)
    {
        var ceiling = Math.Min(options.MaxDelay.TotalSeconds, options.BaseDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 62)));
        return TimeSpan.FromSeconds(Math.Max(Least.TotalSeconds, Math.Round(random.NextDouble() * ceiling)));
    }
}
