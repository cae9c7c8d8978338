using System.Threading.RateLimiting;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Limits;

/// <summary>
/// HubSpot's limit, shared by all processes through a table row: hands out permits at the times this process has taken for them,
/// first come first served. A permit that no call uses at its time is given back, since a later call would stand where others may.
/// </summary>
/// <param name="table">The shared window.</param>
/// <param name="rules">How permits are taken from it.</param>
/// <param name="clock">The clock the processes share.</param>
/// <param name="time">This process's clock.</param>
/// <param name="meters">Records when the table cannot be reached.</param>
/// <param name="logger">Takes counts and times.</param>
internal sealed partial class SharedRateLimiter(
    RateWindowTable table,
    RateWindowRules rules,
    ServerClock clock,
    TimeProvider time,
    Meters meters,
    ILogger<SharedRateLimiter> logger) : RateLimiter
{
    private readonly Lock _lock = new();
    private readonly WaitingCalls _waiters = new();
    private readonly HeldPermits _permits = new();
    private readonly FallbackPace _fallback = new(rules);
    private readonly UsageSamples _samples = new();
    private readonly PermitSupply _supply = new(clock);
    private ITimer? _timer;
    private int _plans;
    private bool _isDisposed;
    private long _granted;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Records what a response said of the window.</summary>
    /// <param name="sentAt">When the call left: a timestamp of this process's clock.</param>
    /// <param name="headers">What the response said.</param>
    /// <param name="isRefused">Whether it refused the call for the limit's sake.</param>
    public void Observe(long sentAt, LimitReading headers, bool isRefused)
    {
        lock (_lock)
        {
            var sample = new UsageSample(clock.Now - time.GetElapsedTime(sentAt).Ticks, headers.Max, headers.Remaining, headers.Interval, isRefused);
            _samples.Add(sample);
            _fallback.Observe(sample, clock.Now);
        }
    }

    /// <summary>Records that the call with a permit leaves at this moment.</summary>
    public void Left(PermitLease permit)
    {
        lock (_lock)
        {
            _permits.Left(permit.Time, clock.Now);
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = _permits.Count,
                CurrentQueuedCount = _waiters.Count,
                TotalSuccessfulLeases = _granted,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            _permits.DropLapsed(clock.Now);
            return _waiters.Count is 0 && _permits.First <= clock.Now ? Grant() : PermitLease.Refused;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);
        var lease = await WaitAsync(isFirst: false, cancellationToken);
        while (!TryKeep(lease))
        {
            lease = await WaitAsync(isFirst: true, cancellationToken);
        }

        return lease;
    }

    private async Task<PermitLease> WaitAsync(bool isFirst, CancellationToken cancellationToken)
    {
        TaskCompletionSource<PermitLease> waiter;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _timer ??= time.CreateTimer(_ => Advance(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            waiter = _waiters.Add(isFirst, clock.Now);
        }

        Advance();

        await using var registration = cancellationToken.Register(() => Cancel(waiter, cancellationToken));
        return await waiter.Task;
    }

    /// <summary>Keeps a permit, unless so busy a process came too late to use it.</summary>
    private bool TryKeep(PermitLease lease)
    {
        lock (_lock)
        {
            return _permits.TryKeep(lease.Time, clock.Now);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
            _waiters.FailAll(new ObjectDisposedException(nameof(SharedRateLimiter)));
        }

        base.Dispose(disposing);
    }

    private void Cancel(TaskCompletionSource<PermitLease> waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiters.Remove(waiter);
        }

        waiter.TrySetCanceled(cancellationToken);
    }

    /// <summary>Does all that can be done at this moment, and sees to what comes next.</summary>
    private void Advance()
    {
        int wanted;
        int plan;
        do
        {
            TimeSpan? wait;
            lock (_lock)
            {
                plan = ++_plans;
                (wanted, wait) = GrantAndPlan();
            }

            // Outside the lock, since a timer may fire at once; planned anew when another thread planned meanwhile.
            if (wait is { } due)
            {
                _timer?.Change(due, Timeout.InfiniteTimeSpan);
            }

            if (wanted > 0)
            {
                _ = TakeAsync(wanted);
                return;
            }
        }
        while (Volatile.Read(ref _plans) != plan);
    }

    /// <summary>Hands out what is due, and gives how many permits to take now and how long to wait then.</summary>
    private (int Wanted, TimeSpan? Wait) GrantAndPlan()
    {
        _permits.DropLapsed(clock.Now);
        while (_waiters.Count > 0 && _permits.First <= clock.Now)
        {
#pragma warning disable CA2000 // Whoever waited disposes it.
            _waiters.TakeFirst().TrySetResult(Grant());
#pragma warning restore CA2000
        }

        if (_waiters.Count is 0 || _isDisposed)
        {
            return (0, null);
        }

        var now = clock.Now;
        var wanted = _supply.Begin(_waiters.Count, _permits, now);
        if (_fallback.IsOn && _permits.Count is 0)
        {
            _permits.Add(_fallback.Next(now));
        }

        var due = Math.Min(_permits.First ?? long.MaxValue, _supply.RetryAt(now) ?? long.MaxValue);

        // Timers count whole milliseconds; a permit must never come early.
        return (wanted, due is long.MaxValue ? null : TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, due - now)).TotalMilliseconds)));
    }

    private async Task TakeAsync(int wanted)
    {
        PermitRequest request;
        lock (_lock)
        {
            request = new PermitRequest(wanted, _permits.TakeUse(), _waiters.Since) { Skipped = _fallback.SpentUntil(clock.Now), Samples = _samples.Take() };
        }

        try
        {
            var (block, state) = await table.TakeAsync(request);
            Taken(block, state);
        }
        catch (Exception exception)
        {
            // Whatever keeps the table from us, calls must go on, few and safe.
            TableFailed(request, exception);
        }
    }

    private void Taken(PermitBlock block, RateWindow state)
    {
        lock (_lock)
        {
            if (_fallback.IsOn)
            {
                Log.BudgetIsBack(logger);
                _permits.Clear();
            }

            _fallback.End(state);
            _supply.Taken(block.Count);
            foreach (var at in block.Times)
            {
                _permits.Add(at);
            }

            meters.Budget(isFallback: false, rules.LimitOf(state));
        }

        Advance();
    }

    private void TableFailed(PermitRequest request, Exception exception)
    {
        lock (_lock)
        {
            _permits.Restore(request.Use);
            if (!_fallback.IsOn)
            {
                Log.BudgetIsAway(logger, exception);
            }

            _supply.Failed(clock.Now);
            _fallback.Begin(clock.Now);
            meters.Budget(isFallback: true, _fallback.CallsPerWindow);
        }

        Advance();
    }

    private PermitLease Grant()
    {
        _granted++;
        _fallback.Spend(clock.Now);
        return new PermitLease(_permits.Use());
    }

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Warning, "The shared rate limit table cannot be reached; this process uses a small safe share of the limit until it can.")]
        public static partial void BudgetIsAway(ILogger logger, Exception exception);

        [LoggerMessage(111, LogLevel.Information, "The shared rate limit table can be reached again.")]
        public static partial void BudgetIsBack(ILogger logger);
    }
}
