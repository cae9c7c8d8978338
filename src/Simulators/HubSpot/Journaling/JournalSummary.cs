namespace Simulators.HubSpot.Journaling;

/// <summary>The journal in numbers.</summary>
public sealed record JournalSummary
{
    /// <summary>All calls, whatever their response.</summary>
    public required long TotalCalls { get; init; }

    /// <summary>The most calls in any rolling ten seconds.</summary>
    public required int MaxCallsInTenSeconds { get; init; }

    /// <summary>Calls by status, with <c>lost</c> for those without a response.</summary>
    public required IReadOnlyDictionary<string, long> CallsByOutcome { get; init; }

    /// <summary>Calls by path.</summary>
    public required IReadOnlyDictionary<string, long> CallsByPath { get; init; }

    /// <summary>Calls by the fault that struck them.</summary>
    public required IReadOnlyDictionary<string, long> CallsByFault { get; init; }

    /// <summary>All inputs of all calls.</summary>
    public required long TotalInputs { get; init; }

    /// <summary>All records written.</summary>
    public required long CreatedUsers { get; init; }

    /// <summary>The different unique values among the records.</summary>
    public required int UniqueValues { get; init; }

    /// <summary>Records whose unique value another record already had: more than 0 means users created twice.</summary>
    public required int RepeatedUniqueValues { get; init; }

    /// <summary>Records whose trace id another record already had: more than 0 means inputs created twice.</summary>
    public required int RepeatedTraceIds { get; init; }

    /// <summary>When the first call arrived.</summary>
    public DateTimeOffset? FirstCallAt { get; init; }

    /// <summary>When the last call arrived.</summary>
    public DateTimeOffset? LastCallAt { get; init; }
}
