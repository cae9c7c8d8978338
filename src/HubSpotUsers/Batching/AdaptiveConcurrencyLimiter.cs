using System.Threading.RateLimiting;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Batching;

/// <summary>
/// Says how many batches may be in flight: as many as HubSpot answers without becoming slower. One more after each round trip that
/// was as quick as usual with all places taken; a tenth less after one that was clearly slower, or that told of overload.
/// </summary>
/// <param name="limits">The least and the most, and where to begin.</param>
/// <param name="time">The clock.</param>
/// <param name="meters">Learns the limit.</param>
public sealed class AdaptiveConcurrencyLimiter(ConcurrencyLimits limits, TimeProvider time, Meters meters) : RateLimiter
{
    private const double Decrease = 0.9;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _waiters = [];
    private readonly RoundTrips _roundTrips = new(time);
    private double _limit = limits.Initial;
    private bool _wasFull;
    private long _granted;

    /// <summary>How many batches may be in flight now.</summary>
    public int Limit => (int)Volatile.Read(ref _limit);

    /// <summary>How many are.</summary>
    public int InFlight { get; private set; }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Takes note of a call.</summary>
    /// <param name="duration">How long HubSpot took.</param>
    /// <param name="isOverload">Whether the answer, or its absence, tells of overload.</param>
    public void Observe(TimeSpan duration, bool isOverload)
    {
        lock (_gate)
        {
            if (_roundTrips.Add(duration, isOverload) is not { } change)
            {
                return;
            }

            if (change is Slowness.Slower && Limit <= limits.Min)
            {
                _roundTrips.Accept();
            }

            _limit = change switch
            {
                Slowness.Slower => Math.Max(limits.Min, _limit * Decrease),
                Slowness.AsUsual when _wasFull => Math.Min(limits.Max, Math.Floor(_limit) + 1),
                _ => _limit,
            };
            _wasFull = InFlight >= Limit;
            meters.Concurrency(Limit);
            Admit();
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
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
        lock (_gate)
        {
            return InFlight < Limit && _waiters.Count is 0 ? Grant() : PlaceLease.Refused;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);
        var waiter = new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (InFlight < Limit && _waiters.Count is 0)
            {
                return Grant();
            }

            _waiters.AddLast(waiter);
        }

        await using var registration = cancellationToken.Register(() =>
        {
            lock (_gate)
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
        _wasFull |= InFlight >= Limit;
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
        lock (_gate)
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
