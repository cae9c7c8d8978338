using Testing.Fakes;

namespace HubSpotUsers.Tests.Model;

/// <summary>What outlives every process: storage, HubSpot, and time.</summary>
internal sealed class World
{
    /// <summary>The queue's lease.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Times in proportion to that lease.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("HubSpot:UniqueProperty", HasUniqueProperty ? "hs_email" : string.Empty),
        ("HubSpot:RequestTimeout", "00:00:05"),
        ("HubSpot:ReconcileDelay", "00:00:10"),
        ("Ledger:MessageLease", "00:01:00"),
        ("Ledger:IntentLifetime", "00:00:40"),
        ("Ledger:SweepAfter", "00:10:00"),
        ("HubSpot:BreakDuration", "00:00:02"),
        ("Retry:BaseDelay", "00:00:02"),
        ("Retry:MaxDelay", "00:00:30"),
        ("Retry:MaxAttempts", "40"),
    ];

    public World(int seed)
    {
        Random = new Random(seed);
        HasUniqueProperty = seed % 3 is not 0;
        Queue = new ModelQueue(this);
        Poison = new ModelQueue(this);
        Tasks = new ModelQueue(this);
        HubSpot = new ModelHubSpot(this);
        Tables.TellTime(Time);
    }

    public Random Random { get; }

    /// <summary>Whether the account has a property that tells users apart; without one, doubt cannot be resolved.</summary>
    public bool HasUniqueProperty { get; }

    public VirtualTime Time { get; } = new();

    public FakeTableServiceClient Tables { get; } = new();

    public ModelQueue Queue { get; }

    public ModelQueue Poison { get; }

    public ModelQueue Tasks { get; }

    public ModelHubSpot HubSpot { get; }

    /// <summary>Until when no table can be reached.</summary>
    public DateTimeOffset TablesAwayUntil { get; set; }

    /// <summary>Whether no table can be reached now.</summary>
    public bool AreTablesAway => IsStormy && Time.GetUtcNow() < TablesAwayUntil;

    /// <summary>Whether things go wrong; in the end they no longer do, so that everything can come to its end.</summary>
    public bool IsStormy { get; set; } = true;
}
