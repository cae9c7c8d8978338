using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HubSpotUsers.RateLimiting;
using HubSpotUsers.Tests.Drivers;
using HubSpotUsers.Tests.Fakes;

namespace HubSpotUsers.Tests.RateLimiting;

public sealed class PacedRateLimiterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Under_load_the_limit_is_used_to_the_full_and_in_order()
    {
        var permits = await AcquireAsync(188, [.. Enumerable.Repeat(0, 500)]);

        Assert.Equal(Enumerable.Range(0, 500), permits.Select(permit => permit.Caller));
        Assert.All(Enumerable.Range(0, 500 - 188), first => Assert.InRange((permits[first + 188].At - permits[first].At).TotalMilliseconds, 10_000, 10_002));
    }

    [Property(MaxTest = 50)]
    public Property No_rolling_window_has_more_than_the_limit()
    {
        var gaps = Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Choose(1, 3000)), (1, Gen.Choose(1, 20_000))).ListOf(100).ToArbitrary();
        return Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), gaps, async (limit, waits) =>
        {
            var permits = await AcquireAsync(limit, [.. waits]);

            return Enumerable.Range(0, Math.Max(0, permits.Count - limit)).All(first => permits[first + limit].At - permits[first].At >= Window)
                && permits.Select(permit => permit.Caller).SequenceEqual(Enumerable.Range(0, waits.Count));
        });
    }

    [Fact]
    public void An_attempt_does_not_wait()
    {
        var time = new VirtualTime();
        using var limiter = new PacedRateLimiter(10, Window, time);

        bool[] early = [limiter.AttemptAcquire().IsAcquired, limiter.AttemptAcquire().IsAcquired];
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([true, false], early);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_the_queue()
    {
        var time = new VirtualTime();
        using var limiter = new PacedRateLimiter(1, Window, time);
        using var cancellation = new CancellationTokenSource();
        await limiter.AcquireAsync();

        var waiting = limiter.AcquireAsync(cancellationToken: cancellation.Token).AsTask();
        Assert.Equal(1, limiter.GetStatistics()!.CurrentQueuedCount);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public async Task Statistics_tell_of_permits_and_idleness()
    {
        var time = new VirtualTime();
        using var limiter = new PacedRateLimiter(10, Window, time);
        Assert.Null(limiter.IdleDuration);

        await limiter.AcquireAsync();
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(2), limiter.IdleDuration);
        Assert.Equal((1, 1), (limiter.GetStatistics()!.CurrentAvailablePermits, limiter.GetStatistics()!.TotalSuccessfulLeases));
    }

    private static async Task<List<(int Caller, DateTimeOffset At)>> AcquireAsync(int limit, int[] gaps)
    {
        var time = new VirtualTime();
        using var limiter = new PacedRateLimiter(limit, Window, time);
        var permits = new ConcurrentQueue<(int Caller, DateTimeOffset At)>();
        for (var caller = 0; caller < gaps.Length; caller++)
        {
            await PassAsync(time.GetUtcNow() + TimeSpan.FromMilliseconds(gaps[caller]));
            _ = TakeAsync(caller);
        }

        await PassAsync(DateTimeOffset.MaxValue);
        return [.. permits];

        async Task TakeAsync(int caller)
        {
            using var permit = await limiter.AcquireAsync();
            permits.Enqueue((caller, time.GetUtcNow()));
        }

        async Task PassAsync(DateTimeOffset until)
        {
            while (time.UntilNext is { } wait && time.GetUtcNow() + wait <= until)
            {
                var timers = time.Timers;
                var taken = permits.Count;
                time.AdvanceToNext();
                await Eventually.TrueAsync(() => permits.Count > taken && time.Timers < timers);
            }

            if (until < DateTimeOffset.MaxValue)
            {
                time.SetUtcNow(until);
            }
        }
    }
}
