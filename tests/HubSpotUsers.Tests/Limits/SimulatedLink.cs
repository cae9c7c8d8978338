using HubSpotUsers.Limits;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotUsers.Tests.Limits;

/// <summary>A service whose latency depends on how many calls are with it, and callers that want as much of it as they are let.</summary>
/// <param name="latency">The latency in seconds by the calls in flight and a number from 0 to 1.</param>
/// <param name="mostBeforeDrops">More calls in flight get an overload response.</param>
internal sealed class SimulatedLink(Func<int, double, double> latency, int mostBeforeDrops = int.MaxValue)
{
    private readonly FakeTimeProvider _time = new();
    private readonly Random _random = new(42);
    private readonly List<(double EndsAt, double Latency, bool IsDropped)> _calls = [];

    /// <summary>Runs for five minutes and gives the mean and the peak of the calls in flight in the last four.</summary>
    public (double Mean, int Peak) Run()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<Meters>().BuildServiceProvider();
        using var limiter = new AdaptiveConcurrencyLimiter(new ConcurrencyLimits(1, 64, 1), _time, services.GetRequiredService<Meters>());
        var places = new Queue<IDisposable>();
        var seen = new List<int>();
        for (var now = 0d; now < 300; now += 0.01)
        {
            foreach (var call in _calls.Where(call => call.EndsAt <= now).ToArray())
            {
                _calls.Remove(call);
                places.Dequeue().Dispose();
                limiter.Observe(TimeSpan.FromSeconds(call.Latency), call.IsDropped);
            }

            while (limiter.AttemptAcquire() is { IsAcquired: true } place)
            {
                places.Enqueue(place);
                var duration = latency(_calls.Count + 1, _random.NextDouble());
                _calls.Add((now + duration, duration, _calls.Count + 1 > mostBeforeDrops));
            }

            if (now >= 60)
            {
                seen.Add(_calls.Count);
            }

            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return (seen.Average(), seen.Max());
    }
}
