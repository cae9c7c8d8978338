using System.Diagnostics;

namespace Testing.Drivers;

/// <summary>Waits for what other threads are about to do; the bound only keeps a broken test from hanging.</summary>
internal static class Eventually
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

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
}
