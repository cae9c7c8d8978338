using Azure.Data.Tables;
using HubSpotUsers.Batching;
using HubSpotUsers.Limits;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Limits;

/// <summary>A process that calls HubSpot as fast as it may.</summary>
internal sealed class LimiterProcess : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<Meters>().BuildServiceProvider();
    private readonly CancellationTokenSource _killed = new();
    private readonly SharedRateLimiter _limiter;
    private readonly AdaptiveConcurrencyLimiter _concurrency;
    private readonly TimeSpan _latency;
    private readonly TimeProvider _time;
    private readonly CalledHubSpot _hubSpot;

    public LimiterProcess(VirtualTime time, FakeTableClient table, CalledHubSpot hubSpot, Random random, TimeSpan skew, int limit, TimeSpan latency = default)
    {
        _latency = latency;
        _time = new SkewedTime(time, skew);
        _hubSpot = hubSpot;
        Table = new DistantTable(table, time, random, TimeSpan.FromMilliseconds(20));
        var clock = new ServerClock(_time);
        var rules = new RateWindowRules(limit, TimeSpan.FromSeconds(10));
        _concurrency = new AdaptiveConcurrencyLimiter(ConcurrencyLimits.Of(new BatchingOptions().MaxConcurrentBatches), _time, _services.GetRequiredService<Meters>());
        _limiter = new SharedRateLimiter(
            new RateWindowTable(new OneTable(Table), rules, clock, _time), rules, clock, _time, _services.GetRequiredService<Meters>(), NullLogger<SharedRateLimiter>.Instance);
    }

    /// <summary>Whether it has nothing to send at the moment.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Its way to the shared row.</summary>
    public DistantTable Table { get; }

    /// <summary>Has so many callers call one after the other, until it is killed.</summary>
    public void Start(int callers)
    {
        for (var caller = 0; caller < callers; caller++)
        {
            _ = CallAsync();
        }
    }

    public void Kill() => _killed.Cancel();

    public void Dispose()
    {
        _killed.Cancel();
        _limiter.Dispose();
        _concurrency.Dispose();
        _killed.Dispose();
        _services.Dispose();
    }

    private async Task CallAsync()
    {
        while (!_killed.IsCancellationRequested)
        {
            while (IsStalled)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), _time, _killed.Token);
            }

            using var place = await _concurrency.AcquireAsync(1, _killed.Token);
            using var permit = await _limiter.AcquireAsync(1, _killed.Token);
            var sentAt = _time.GetTimestamp();
            var (headers, isRefused) = _hubSpot.Call();
            if (_latency > TimeSpan.Zero)
            {
                await Task.Delay(_latency, _time, _killed.Token);
            }

            _limiter.Observe(sentAt, headers, isRefused);
            _concurrency.Observe(_latency, isOverload: false);
        }
    }

    private sealed class OneTable(TableClient table) : TableServiceClient
    {
        public override TableClient GetTableClient(string tableName) => table;
    }
}
