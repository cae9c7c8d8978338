using System.Threading.RateLimiting;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Limits;

/// <summary>
/// Has as many batches in flight as HubSpot responds to without becoming slower (<see cref="AdaptiveLimit"/>); the others wait, first come first
/// served. Only round trips with all places taken count: others say nothing of how many there should be.
/// </summary>
internal sealed class AdaptiveConcurrencyLimiter : RateLimiter
{
    /// <summary>All places are taken for a round trip when so many of them are with HubSpot on average: others wait for permits and rows.</summary>
    private const double LeastUse = 0.5;

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _waiters = [];
    private readonly RoundTrips _roundTrips;
    private readonly AdaptiveLimit _limit;
    private readonly Meters _meters;

    /// <summary>Whether all places are taken, or were when the round trip began.</summary>
    private bool _isFull;
    private long _granted;

    /// <summary>Begins with no batch in flight.</summary>
    /// <param name="limits">The least and the most, and where to begin.</param>
    /// <param name="meters">Records the limit.</param>
    public AdaptiveConcurrencyLimiter(ConcurrencyLimits limits, TimeProvider time, Meters meters)
    {
        _roundTrips = new RoundTrips(time);
        _limit = new AdaptiveLimit(limits, _roundTrips);
        _meters = meters;
    }

    /// <summary>How many batches may be in flight now.</summary>
    public int Limit => _limit.Value;

    /// <summary>How many are.</summary>
    public int InFlight { get; private set; }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Records a call.</summary>
    /// <param name="duration">How long HubSpot took.</param>
    /// <param name="isOverload">Whether the response, or its absence, tells of overload.</param>
    public void Observe(TimeSpan duration, bool isOverload)
    {
        lock (_lock)
        {
            _meters.Concurrency(Limit);
            if (!_isFull || !_roundTrips.Add(duration, isOverload, calls: Limit))
            {
                return;
            }

            if (_roundTrips.InFlight >= Limit * LeastUse)
            {
                _limit.Adjust(_roundTrips.Judge());
            }

            _roundTrips.Begin();
            _isFull = InFlight >= Limit;
            Admit();
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = Math.Max(0, Limit - InFlight),
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
            return InFlight < Limit && _waiters.Count is 0 ? Grant() : PlaceLease.Refused;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);
        var waiter = new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (InFlight < Limit && _waiters.Count is 0)
            {
                return Grant();
            }

            _waiters.AddLast(waiter);
        }

        await using var registration = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
            }

            waiter.TrySetCanceled(cancellationToken);
        });
        return await waiter.Task;
    }

    private PlaceLease Grant()
    {
        InFlight++;
        _granted++;
        if (!_isFull && InFlight >= Limit)
        {
            _isFull = true;
            _roundTrips.Begin();
        }

        return new PlaceLease(Return);
    }

    private void Admit()
    {
        while (InFlight < Limit && _waiters.First is { } first)
        {
            _waiters.RemoveFirst();
#pragma warning disable CA2000 // Whoever waited disposes it.
            first.Value.TrySetResult(Grant());
#pragma warning restore CA2000
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            InFlight--;
            Admit();
        }
    }

    /// <summary>The place of a batch in flight; disposed, it is free again.</summary>
    private sealed class PlaceLease(Action? giveBack) : RateLimitLease
    {
        public static readonly PlaceLease Refused = new(giveBack: null);

        private Action? _giveBack = giveBack;

        public override bool IsAcquired { get; } = giveBack is not null;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _giveBack, null)?.Invoke();
            base.Dispose(disposing);
        }
    }
}
