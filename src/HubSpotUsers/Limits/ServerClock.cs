namespace HubSpotUsers.Limits;

/// <summary>
/// The storage account's clock as this process can tell it: processes whose own clocks differ agree on it. Every write that is
/// whose response has its time narrows down by how much the two differ.
/// </summary>
/// <param name="time">This process's clock.</param>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>Two clocks drift apart by no more than this share of the time that passes.</summary>
    private const double Drift = 0.0001;

    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly long _startedAt = time.GetUtcNow().Ticks;
    private long _least;
    private long _most;
    private long _observedAt;

    /// <summary>Whether the account's clock has been seen; before, this process's own stands for it.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>How long the last write took.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>The latest time that is certainly not ahead of the account's clock, in ticks: a permit is never used early.</summary>
    public long Now
    {
        get
        {
            lock (_lock)
            {
                return Local(time.GetTimestamp()) + (IsKnown ? _least : _startedAt);
            }
        }
    }

    /// <summary>Records a write.</summary>
    /// <param name="sent">When it was sent, as a timestamp of this process's clock.</param>
    /// <param name="received">When its response came.</param>
    /// <param name="written">When the account says it was made.</param>
    public void Observe(long sent, long received, DateTimeOffset written)
    {
        lock (_lock)
        {
            var (least, most) = (written.UtcTicks - Local(received), written.UtcTicks - Local(sent));
            var drift = (long)((Local(received) - _observedAt) * Drift);
            (_least, _most) = IsKnown ? (Math.Max(_least - drift, least), Math.Min(_most + drift, most)) : (least, most);
            if (_least > _most)
            {
                (_least, _most) = (least, most);
            }

            (_observedAt, IsKnown, RoundTrip) = (Local(received), true, time.GetElapsedTime(sent, received));
        }
    }

    private long Local(long timestamp) => time.GetElapsedTime(_origin, timestamp).Ticks;
}
