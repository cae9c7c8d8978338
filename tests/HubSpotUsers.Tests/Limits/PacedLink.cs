using HubSpotUsers.Batching;
using HubSpotUsers.Limits;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotUsers.Tests.Limits;

/// <summary>Calls that leave at a given pace, as far as places allow, to a service with a latency of its own.</summary>
internal sealed class PacedLink : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Random _random = new(1);
    private readonly List<(DateTimeOffset EndsAt, TimeSpan Latency, bool IsOverload, IDisposable Place)> _calls = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<Meters>().BuildServiceProvider();
    private readonly AdaptiveConcurrencyLimiter _limiter;

    public PacedLink() =>
        _limiter = new AdaptiveConcurrencyLimiter(ConcurrencyLimits.Of(new BatchingOptions().MaxConcurrentBatches), _time, _services.GetRequiredService<Meters>());

    public int Limit => _limiter.Limit;

    /// <summary>Runs for a while, with latencies that differ by a tenth up and down, and gives how many calls left.</summary>
    public int Run(TimeSpan duration, double callsPerSecond, double latencySeconds, bool isOverloaded = false)
    {
        var (calls, started) = (0, _time.GetUtcNow());
        for (; _time.GetUtcNow() < started + duration; _time.Advance(Step))
        {
            foreach (var call in _calls.Where(call => call.EndsAt <= _time.GetUtcNow()).ToArray())
            {
                _calls.Remove(call);
                _limiter.Observe(call.Latency, call.IsOverload);
                call.Place.Dispose();
            }

            while (calls < (_time.GetUtcNow() - started).TotalSeconds * callsPerSecond && _limiter.AttemptAcquire() is { IsAcquired: true } place)
            {
                var latency = TimeSpan.FromSeconds(latencySeconds * (0.9 + (0.2 * _random.NextDouble())));
                _calls.Add((_time.GetUtcNow() + latency, latency, isOverloaded, place));
                calls++;
            }
        }

        return calls;
    }

    public void Dispose()
    {
        _calls.ForEach(call => call.Place.Dispose());
        _limiter.Dispose();
        _services.Dispose();
    }
}
