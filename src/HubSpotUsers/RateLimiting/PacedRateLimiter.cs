using System.Threading.RateLimiting;

namespace HubSpotUsers.RateLimiting;

/// <summary>
/// Hands out permits evenly spaced over the window, first come first served. Even spacing keeps any window, wherever it begins,
/// within the limit, also when calls arrive at HubSpot a little bunched.
/// </summary>
/// <param name="permitsPerWindow">How many permits a window has.</param>
/// <param name="window">The window; HubSpot's is ten seconds, rolling (HubSpot: API usage guidelines).</param>
/// <param name="time">The clock.</param>
internal sealed class PacedRateLimiter(int permitsPerWindow, TimeSpan window, TimeProvider time) : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly long _interval = (long)Math.Ceiling(window.TotalSeconds * time.TimestampFrequency / permitsPerWindow);
    private long _next = long.MinValue;
    private long _successfulLeases;
    private long _queued;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                return now > _next && _next is not long.MinValue ? time.GetElapsedTime(_next, now) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = time.GetTimestamp() >= _next ? 1 : 0,
                CurrentQueuedCount = Interlocked.Read(ref _queued),
                TotalSuccessfulLeases = _successfulLeases,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (now < _next)
            {
                return Lease.Refused;
            }

            _next = now + (permitCount * _interval);
            _successfulLeases++;
            return Lease.Granted;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var slot = Math.Max(now, _next);
            _next = slot + (permitCount * _interval);
            _successfulLeases++;
            Interlocked.Increment(ref _queued);
            wait = time.GetElapsedTime(now, slot);
        }

        try
        {
            if (wait > TimeSpan.Zero)
            {
                // Timers count whole milliseconds; a permit must never come early.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }

            return Lease.Granted;
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    /// <summary>A permit that time, not its holder, gives back.</summary>
    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public static readonly Lease Granted = new(isAcquired: true);
        public static readonly Lease Refused = new(isAcquired: false);

        public override bool IsAcquired { get; } = isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
