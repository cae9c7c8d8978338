using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Options;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

public sealed class IntakeLimiterTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly IntakeLimiter _limiter;

    public IntakeLimiterTests() => _limiter = new IntakeLimiter(
        Options.Create(new BatchingOptions { MaxPendingUsers = 100, MaxPendingBytes = 10_000 }),
        Options.Create(new LedgerOptions { MessageLease = TimeSpan.FromMinutes(10) }),
        _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Users_are_counted_not_messages()
    {
        var leases = new List<IntakeLease>();
        for (var message = 0; message < 90; message++)
        {
            leases.Add(await AcquireAsync(bytes: 40, users: 1));
        }

        var many = AcquireAsync(bytes: 1_600, users: 50);

        Assert.False(many.IsCompleted);
        leases.ForEach(lease => lease.Dispose());
        Assert.Equal(50, (await many).Users);
    }

    [Fact]
    public async Task Bytes_are_counted_too()
    {
        using var first = await AcquireAsync(bytes: 6_000, users: 1);

        var second = AcquireAsync(bytes: 6_000, users: 1);

        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.Equal(6_000, (await second).Bytes);
    }

    [Fact]
    public async Task Until_it_is_parsed_a_message_may_hold_as_many_users_as_have_room_in_it()
    {
        using var unread = await _limiter.AcquireAsync(1_600, TestContext.Current.CancellationToken);
        var next = AcquireAsync(bytes: 1_600, users: 1);
        Assert.False(next.IsCompleted);

        unread.Keep(3);

        Assert.Equal(1, (await next).Users);
    }

    [Fact]
    public async Task A_message_larger_than_the_bounds_passes_alone()
    {
        using var first = await AcquireAsync(bytes: 65_536, users: 3_640);

        var second = AcquireAsync(bytes: 20, users: 1);

        Assert.False(second.IsCompleted);
        first.Dispose();
        await second;
    }

    [Fact]
    public async Task Messages_keep_their_order()
    {
        var first = await AcquireAsync(bytes: 1_600, users: 90);
        var large = AcquireAsync(bytes: 1_600, users: 90);
        var small = AcquireAsync(bytes: 20, users: 1);

        Assert.False(small.IsCompleted);
        first.Dispose();
        await Task.WhenAll(large, small);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_the_line()
    {
        using var cancellation = new CancellationTokenSource();
        var first = await AcquireAsync(bytes: 1_600, users: 90);
        var second = _limiter.AcquireAsync(1_600, cancellation.Token).AsTask();
        var third = AcquireAsync(bytes: 1_600, users: 90);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task One_that_waits_longer_than_a_message_certainly_is_its_deliverys_own_is_late()
    {
        using var first = await AcquireAsync(bytes: 1_600, users: 90);
        var second = AcquireAsync(bytes: 1_600, users: 90);

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.True((await second).IsLate);
    }

    [Fact]
    public async Task Only_few_messages_that_are_late_are_parsed_at_once()
    {
        using var first = await AcquireAsync(bytes: 1_600, users: 90);
        var others = Enumerable.Range(0, 20).Select(_ => AcquireAsync(bytes: 1_600, users: 90)).ToList();
        _time.Advance(TimeSpan.FromMinutes(5));

        for (var left = others.Count; left > 0;)
        {
            await Eventually.TrueAsync(() => others.Exists(other => other.IsCompleted));
            var late = others.FindAll(other => other.IsCompleted);
            Assert.InRange(late.Count, 1, 4);
            others.RemoveAll(late.Contains);
            foreach (var lease in late)
            {
                (await lease).Dispose();
            }

            left = others.Count;
        }
    }

    private async Task<IntakeLease> AcquireAsync(int bytes, int users)
    {
        var lease = await _limiter.AcquireAsync(bytes, TestContext.Current.CancellationToken);
        lease.Keep(users);
        return lease;
    }
}
