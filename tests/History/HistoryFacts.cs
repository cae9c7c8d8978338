namespace History;

/// <summary>All there is to know of a run after its end, gathered from all parts.</summary>
public sealed record HistoryFacts
{
    /// <summary>What was sent.</summary>
    public required IReadOnlyList<SentInput> Inputs { get; init; }

    /// <summary>The users table.</summary>
    public required IReadOnlyList<OutcomeRow> Rows { get; init; }

    /// <summary>The ids in the batches table.</summary>
    public required IReadOnlySet<string> BatchIds { get; init; }

    /// <summary>What HubSpot created.</summary>
    public required IReadOnlyList<HubSpotRecord> Created { get; init; }

    /// <summary>The poison queue.</summary>
    public required IReadOnlyList<PoisonedInput> Poisoned { get; init; }

    /// <summary>How many messages are still on the queue, visible or not.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many intents are still open.</summary>
    public required int Intents { get; init; }

    /// <summary>The most calls HubSpot received in any ten seconds.</summary>
    public required int MaxCallsInTenSeconds { get; init; }

    /// <summary>How many it allows.</summary>
    public required int RateLimit { get; init; }

    /// <summary>Where secrets or personal data turned up.</summary>
    public IReadOnlyList<string> Leaks { get; init; } = [];

    /// <summary>The app's largest resident set, in bytes; null when it was not watched.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The longest it took from the start of a new process after a kill to its first new outcome; null when none was killed.</summary>
    public TimeSpan? LongestRecovery { get; init; }

    /// <summary>One lease and one window: how long that may take.</summary>
    public TimeSpan AllowedRecovery { get; init; } = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(10);
}
