using System.Threading.RateLimiting;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Limits;

/// <summary>
/// Says how many batches may be in flight: as many as HubSpot responds to without becoming slower. More after each round trip that was as
/// quick as usual: twice as many up to where it was slower the last time, one more beyond. A tenth less after one that was clearly slower,
/// or that reported overload; as many as before again when HubSpot stays slow all the same. Only round trips with all places taken count:
/// others say nothing of how many there should be.
/// </summary>
/// <param name="limits">The least and the most, and where to begin.</param>
/// <param name="meters">Records the limit.</param>
internal sealed class AdaptiveConcurrencyLimiter(ConcurrencyLimits limits, TimeProvider time, Meters meters) : RateLimiter
{
    private const double Decrease = 0.9;

    /// <summary>So many decreases must show in HubSpot's responses, by half their share at least, or its slowness is not our doing.</summary>
    private const int DecreasesThatShow = 3;

    /// <summary>All places are taken for a round trip when so many of them are with HubSpot on average: others wait for permits and rows.</summary>
    private const double LeastUse = 0.5;

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _waiters = [];
    private readonly RoundTrips _roundTrips = new(time);
    private double _limit = limits.Initial;
    private double _knownGood = limits.Max;
    private (double Limit, double Slowest, int Decreases)? _slowdown;

    /// <summary>Whether all places are taken, or were when the round trip began.</summary>
    private bool _isFull;
    private long _granted;

    /// <summary>How many batches may be in flight now.</summary>
    public int Limit => (int)Volatile.Read(ref _limit);

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
            meters.Concurrency(Limit);
            if (!_isFull || !_roundTrips.Add(duration, isOverload, calls: Limit))
            {
                return;
            }

            if (_roundTrips.InFlight >= Limit * LeastUse)
            {
                Adjust(_roundTrips.Judge());
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

    private void Adjust(Slowness change)
    {
        switch (change)
        {
            case Slowness.AsUsual:
                _slowdown = null;
                _limit = Math.Min(limits.Max, _limit < _knownGood ? Math.Min(_knownGood, 2 * _limit) : Math.Floor(_limit) + 1);
                break;
            case Slowness.Slower when Limit <= limits.Min:
                _slowdown = null;
                _roundTrips.Accept();
                break;
            case Slowness.Slower or Slowness.Overloaded:
                SlowDown(isOverload: change is Slowness.Overloaded);
                break;
            default:
                _slowdown = null;
                break;
        }
    }

    private void SlowDown(bool isOverload)
    {
        var (before, slowest, decreases) = _slowdown ?? (_limit, 0, 0);
        if (!isOverload && decreases >= DecreasesThatShow)
        {
            if (_roundTrips.Mean > slowest * (1 + (_limit / before)) / 2)
            {
                (_limit, _slowdown) = (before, null);
                _roundTrips.Accept();
                return;
            }

            (before, slowest, decreases) = (_limit, 0, 0);
        }

        _knownGood = _slowdown is null ? _limit * Decrease : _knownGood;
        _slowdown = (before, Math.Max(slowest, _roundTrips.Mean), decreases + 1);
        _limit = Math.Max(limits.Min, _limit * Decrease);
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

/// <summary>Between what the number of batches in flight may move.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Initial">Where it begins.</param>
internal sealed record ConcurrencyLimits(int Min, int Max, int Initial)
{
    private const int EnoughToBegin = 32;
    private const int Fewest = 4;

    /// <summary>The limits of batches. HubSpot's rate limit alone keeps them few, so they need not begin with one.</summary>
    public static ConcurrencyLimits Of(int maxBatches) => new(Math.Min(maxBatches, Fewest), maxBatches, Math.Min(maxBatches, EnoughToBegin));
}

/// <summary>How a round trip compares with those before it.</summary>
internal enum Slowness
{
    /// <summary>As quick as they were.</summary>
    AsUsual,

    /// <summary>A little slower: no reason to do anything.</summary>
    Uncertain,

    /// <summary>Clearly slower.</summary>
    Slower,

    /// <summary>It reported overload.</summary>
    Overloaded,
}
