namespace Functions.Tests.EndToEnd;

/// <summary>Waits for what another process brings about, not for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks until it sees what is expected, and gives what it saw.</summary>
    /// <param name="what">What is waited for, for the message of a failed test.</param>
    /// <param name="look">Looks once.</param>
    /// <param name="isThere">Whether that is what is expected.</param>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isThere)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen))
            {
                return seen;
            }

            var elapsed = TimeProvider.System.GetElapsedTime(started);
            if (elapsed > Patience)
            {
                Assert.Fail($"Not seen within {Patience}: {what}. Last seen: {seen}");
            }

            // What took long already takes a twentieth longer at most: looking is at the cost of those at work.
            var pause = TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks / 20, ShortestPause.Ticks, LongestPause.Ticks));
            await Task.Delay(pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Returns as soon as <paramref name="condition"/> holds.</summary>
    public static Task HoldsAsync(string what, Func<bool> condition) =>
        SeesAsync(what, () => Task.FromResult(condition()), holds => holds);
}
