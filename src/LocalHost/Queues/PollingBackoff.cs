using LocalHost.Configuration;

namespace LocalHost.Queues;

/// <summary>The pauses between receives of an empty queue: from 100 ms, about doubled each time, up to a maximum.</summary>
internal sealed class PollingBackoff(TimeSpan maximum, Random random)
{
    private const double Spread = 0.2;

    private TimeSpan _next = QueueSettings.MinPollingInterval;

    public TimeSpan Next()
    {
        var pause = _next;
        var growth = 2 + (Spread * ((2 * random.NextDouble()) - 1));
        _next = _next < maximum / growth ? _next * growth : maximum;

        return pause;
    }

    public void Reset() => _next = QueueSettings.MinPollingInterval;
}
