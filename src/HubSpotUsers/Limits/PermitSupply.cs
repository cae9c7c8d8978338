namespace HubSpotUsers.Limits;

/// <summary>Says when this process takes permits from the shared window, and how many. Whoever uses it has a lock of its own around it.</summary>
/// <param name="clock">The clock the processes share.</param>
internal sealed class PermitSupply(ServerClock clock)
{
    /// <summary>Permits are taken so long before the last ones are used up.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private bool _isTaking;
    private long _retryAt;
    private int _lastCount = 1;

    /// <summary>Begins to take permits, if it is time.</summary>
    /// <param name="waiting">How many calls wait for one.</param>
    /// <param name="held">The permits that this process has.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many to take; 0 when it is not time.</returns>
    public int Begin(int waiting, HeldPermits held, long now)
    {
        if (_isTaking || now < _retryAt || waiting <= held.Count || !IsLow(held, now))
        {
            return 0;
        }

        // As many as wait, and more while they keep waiting: at the limit that comes to a second's worth at a time.
        _isTaking = true;
        return Math.Max(waiting - held.Count, waiting > 1 ? 2 * _lastCount : 1);
    }

    /// <summary>Records that permits were taken.</summary>
    public void Taken(int count) => (_lastCount, _isTaking) = (count, false);

    /// <summary>Records that the table could not be reached.</summary>
    public void Failed(long now) => (_isTaking, _retryAt) = (false, now + RetryInterval.Ticks);

    /// <summary>When the table is tried again after a failure; null when nothing waits for that.</summary>
    public long? RetryAt(long now) => _isTaking || now >= _retryAt ? null : _retryAt;

    private bool IsLow(HeldPermits held, long now) => held.Count is 0 || held.Last - now <= Math.Max(Lead.Ticks, 3 * clock.RoundTrip.Ticks);
}
