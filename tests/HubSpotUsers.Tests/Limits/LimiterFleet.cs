using HubSpotUsers.Tests.Model;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Limits;

/// <summary>Processes that share one limit, in virtual time.</summary>
internal sealed class LimiterFleet : IDisposable
{
    public const int Limit = 190;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly VirtualTime _time = new();
    private readonly FakeTableClient _table = new("HubSpotControl");
    private readonly Interleaving _work;

    /// <summary>Starts the processes.</summary>
    /// <param name="processes">How many there are.</param>
    /// <param name="seed">What their network does.</param>
    /// <param name="greatestSkew">How wrong their clocks may be.</param>
    /// <param name="callers">How many calls each makes at once.</param>
    /// <param name="latency">How long HubSpot takes for a response.</param>
    public LimiterFleet(int processes, int seed, TimeSpan greatestSkew = default, int callers = 8, TimeSpan latency = default)
    {
        _table.Clock = _time;
        HubSpot = new CalledHubSpot(_time, Limit);
        var random = new Random(seed);
        _work = new Interleaving(new Random(seed));
        for (var number = 0; number < processes; number++)
        {
            var process = new LimiterProcess(_time, _table, HubSpot, new Random(random.Next()), greatestSkew * ((2 * random.NextDouble()) - 1), Limit, latency);
            Processes.Add(process);
            _work.Begin(() => process.Start(callers));
        }
    }

    public CalledHubSpot HubSpot { get; }

    public List<LimiterProcess> Processes { get; } = [];

    public DateTimeOffset Now => _time.GetUtcNow();

    public IReadOnlyList<Azure.Data.Tables.TableEntity> Rows => _table.Rows;

    /// <summary>Puts a row where the processes share theirs.</summary>
    public Task WriteAsync(Azure.Data.Tables.TableEntity row) => _table.UpsertEntityAsync(row);

    /// <summary>Lets time pass, and has <paramref name="meanwhile"/> happen at every step.</summary>
    public void Run(TimeSpan duration, Action? meanwhile = null)
    {
        for (var passed = TimeSpan.Zero; passed < duration; passed += Step)
        {
            _work.Settle();
            meanwhile?.Invoke();
            _work.Begin(() => _time.Advance(Step));
        }

        _work.Settle();
    }

    public void Dispose() => Processes.ForEach(process => process.Dispose());
}
