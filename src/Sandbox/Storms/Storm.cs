using Simulators.HubSpot.Faults;

namespace Sandbox.Storms;

/// <summary>Everything that can go wrong at once, drawn from a seed: HubSpot's responses, outages of storage, and deaths of the app.</summary>
/// <param name="seed">The same seed draws the same storm.</param>
internal sealed class Storm(int seed)
{
    /// <summary>How often the whole catalogue is dealt: more often than any run has calls for.</summary>
    private const int Deals = 20;

    /// <summary>At most so many calls from one that is struck to the next.</summary>
    private const int LongestGap = 4;

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    /// <summary>What says itself how long to wait.</summary>
    private static readonly string[] OwnWait = ["status-429-rolling-with-absurd-wait", "status-429-secondly-with-wait"];

    /// <summary>What only a look-up can meet.</summary>
    private const string InPart = "look-up-";

    /// <summary>What a look-up may meet: everything but responses that tell lies about what is in HubSpot.</summary>
    private static readonly string[] LookUpFaults = ["status-4", "status-5", "gateway-", "reset-", "hang-", "html-", "truncated-", "drip", InPart];

    private readonly Random _random = new(seed);

    /// <summary>Lets HubSpot fail in every way of the catalogue, each once before any comes again.</summary>
    public void Brew(FaultPlan faults)
    {
        string[] names = [.. FaultCatalogue.All.Select(fault => fault.Name)];
        Deal(faults, FaultTarget.BatchCreate, [.. names.Where(name => !name.StartsWith(InPart, StringComparison.Ordinal))]);
        Deal(faults, FaultTarget.BatchRead, [.. names.Where(name => LookUpFaults.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))]);
    }

    /// <summary>Draws what happens on the way of a run, in order.</summary>
    public IReadOnlyList<StormEvent> Course() =>
    [
        StormEvent.Death(Between(0.1, 0.3)),
        StormEvent.Outage(Between(0.3, 0.4), StorageParts.Tables, Seconds(3, 10), _random.Next()),
        StormEvent.Outage(Between(0.5, 0.6), StorageParts.Queues, Seconds(3, 10), _random.Next()),
        StormEvent.Death(Between(0.6, 0.75)),
        StormEvent.Outage(Between(0.8, 0.9), StorageParts.Both, Seconds(2, 5), _random.Next()),
    ];

    /// <summary>Times short enough to see dead processes' work taken over, and pauses end, while one watches.</summary>
    public static Dictionary<string, string> AppSettings() => new(StringComparer.Ordinal)
    {
        ["Ledger__IntentLifetime"] = "00:00:15",
        ["Ledger__SweepInterval"] = "00:00:02",
        ["HubSpot__RequestTimeout"] = "00:00:05",
        ["HubSpot__ReconcileDelay"] = "00:00:03",
        ["HubSpot__BreakDuration"] = "00:00:01",
        ["Processing__ProbeInterval"] = "00:00:03",
        ["Retry__BaseDelay"] = "00:00:01",
        ["Retry__MaxDelay"] = "00:00:05",
    };

    private void Deal(FaultPlan faults, FaultTarget target, string[] names)
    {
        var call = 0;
        for (var deal = 0; deal < Deals; deal++)
        {
            _random.Shuffle(names);
            foreach (var name in names)
            {
                call += _random.Next(1, LongestGap + 1);
                faults.Add(new FaultRule(name) { Target = target, FromCall = call, RetryAfter = OwnWait.Contains(name) ? null : ShortWait });
            }
        }
    }

    private double Between(double least, double most) => least + ((most - least) * _random.NextDouble());

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(Between(least, most));
}
