using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.LocalHost;

/// <summary>Waits for what another thread is about to do, within a bound.</summary>
internal static class Condition
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    public static Task BecomesTrueAsync(Func<bool> condition) => BecomesTrueAsync(condition, static () => { });

    /// <summary>Lets virtual time pass in small steps until the condition is met.</summary>
    public static Task BecomesTrueAsync(Func<bool> condition, FakeTimeProvider time, TimeSpan step) =>
        BecomesTrueAsync(condition, () => time.Advance(step));

    private static async Task BecomesTrueAsync(Func<bool> condition, Action between)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var timer = new PeriodicTimer(Interval);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, "The condition was not met in time.");
            between();
            await timer.WaitForNextTickAsync();
        }
    }
}
