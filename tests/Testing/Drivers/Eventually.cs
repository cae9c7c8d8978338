using System.Diagnostics;

namespace Testing.Drivers;

/// <summary>Waits for what other threads or processes are about to do; the bounds only keep a broken test from hanging.</summary>
internal static class Eventually
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProcessHangGuard = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(since) > HangGuard)
            {
                throw new TimeoutException("What the test waits for did not happen.");
            }

            await Task.Yield();
        }
    }

    /// <summary>Lets <paramref name="task"/> come to its end, moving the clock to each timer due within <paramref name="longest"/>.</summary>
    public static async Task<T> EndAsync<T>(Task<T> task, Fakes.VirtualTime time, TimeSpan? longest = null)
    {
        var bound = longest ?? TimeSpan.FromSeconds(20);
        var since = Stopwatch.GetTimestamp();
        while (!task.IsCompleted)
        {
            await TrueAsync(() => task.IsCompleted || time.UntilNext <= bound);
            if (!task.IsCompleted)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < HangGuard, "A timer is due forever.");
                time.AdvanceToNext(bound);
            }
        }

        return await task;
    }

    /// <summary>Looks at what other processes do until it sees what is expected, and gives what it saw.</summary>
    /// <param name="what">What is waited for, for the message of a failed test.</param>
    /// <param name="look">Looks once.</param>
    /// <param name="isThere">Whether that is what is expected.</param>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isThere)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen))
            {
                return seen;
            }

            var elapsed = Stopwatch.GetElapsedTime(since);
            Assert.True(elapsed < ProcessHangGuard, $"Not seen within {ProcessHangGuard}: {what}. Last seen: {seen}");

            // What took long already takes a twentieth longer at most: looking is at the cost of those at work.
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks / 20, ShortestPause.Ticks, LongestPause.Ticks)), TimeProvider.System);
        }
    }

    /// <summary>Returns as soon as <paramref name="condition"/> holds of what other processes do.</summary>
    public static Task HoldsAsync(string what, Func<bool> condition) =>
        SeesAsync(what, () => Task.FromResult(condition()), holds => holds);
}
