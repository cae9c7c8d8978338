namespace History;

/// <summary>Checks a run against the promises: no input is lost, no user is created twice, the limit is never exceeded, and what goes with them.</summary>
public static class Invariants
{
    /// <summary>The largest resident set a process may have: batching needs no more, however many users pass.</summary>
    private const long MaxMemoryBytes = 768L * 1024 * 1024;

    private static readonly HashSet<string> Terminal = new(["Created", "Duplicate", "Rejected", "Unknown"], StringComparer.Ordinal);

    /// <summary>Poison reasons of inputs that have no row, since they never were in HubSpot.</summary>
    private static readonly HashSet<string> Unsent = new(["InvalidMessage", "InvalidInput", "IdReused", "RetriesExhausted", "Expired", "Host"], StringComparer.Ordinal);

    /// <summary>Checks everything there are facts for.</summary>
    /// <param name="facts">The run.</param>
    /// <param name="isOver">Whether the run is over, so that nothing may wait any more.</param>
    public static CheckResult Check(HistoryFacts facts, bool isOver)
    {
        var violations = new List<Violation>();
        var rows = facts.Rows.ToLookup(row => row.Key, StringComparer.Ordinal);
        var poisoned = facts.Poisoned.ToLookup(input => input.Key, StringComparer.Ordinal);
        var (lost, unsettled) = CheckOutcomes(facts, rows, poisoned, isOver, violations);
        var twice = CheckUniqueness(facts, violations);
        CheckIds(facts, rows, violations);
        CheckPoison(facts, rows, poisoned, violations);
        if (facts.MaxCallsInTenSeconds > facts.RateLimit && facts.RateLimit > 0)
        {
            violations.Add(new Violation("I4", $"{facts.MaxCallsInTenSeconds} calls in ten seconds, {facts.RateLimit} are allowed"));
        }

        violations.AddRange(facts.Leaks.Select(leak => new Violation("I5", leak)));
        if (facts.LongestRecovery > facts.AllowedRecovery)
        {
            violations.Add(new Violation("I7", $"recovery took {facts.LongestRecovery}, {facts.AllowedRecovery} is allowed"));
        }

        if (facts.PeakMemoryBytes > MaxMemoryBytes)
        {
            violations.Add(new Violation("I8", $"the app took {facts.PeakMemoryBytes} bytes of memory"));
        }

        return new CheckResult(CheckedBy(facts), violations, lost, twice, unsettled);
    }

    private static List<string> CheckedBy(HistoryFacts facts)
    {
        List<string> names = ["I1", "I2", "I3", "I4", "I5", "I6"];
        if (facts.LongestRecovery is not null)
        {
            names.Add("I7");
        }

        if (facts.PeakMemoryBytes is not null)
        {
            names.Add("I8");
        }

        return names;
    }

    /// <summary>I1: every input ends in exactly one terminal row, or is still in the queue, delayed or in poison.</summary>
    private static (int Lost, int Unsettled) CheckOutcomes(
        HistoryFacts facts,
        ILookup<string, OutcomeRow> rows,
        ILookup<string, PoisonedInput> poisoned,
        bool isOver,
        List<Violation> violations)
    {
        List<string> open = [];
        foreach (var key in facts.Inputs.Select(input => input.Key).Distinct(StringComparer.Ordinal))
        {
            var terminal = rows[key].Count(row => Terminal.Contains(row.Outcome));
            if (terminal > 1)
            {
                violations.Add(new Violation("I1", $"{key} has {terminal} outcomes"));
            }
            else if (terminal is 0 && !poisoned[key].Any(input => Unsent.Contains(input.Reason)))
            {
                open.Add(key);
            }
        }

        if (open.Count > 0 && facts.Waiting is 0)
        {
            violations.Add(new Violation("I1", $"{open.Count} inputs are nowhere, first {open[0]}"));
            return (open.Count, open.Count);
        }

        if (isOver && open.Count > 0)
        {
            violations.Add(new Violation("I1", $"{open.Count} inputs have no outcome yet, first {open[0]}"));
        }

        if (isOver && facts.Intents > 0)
        {
            violations.Add(new Violation("I1", $"{facts.Intents} intents are still open"));
        }

        return (0, open.Count);
    }

    /// <summary>
    /// I2: HubSpot never holds two records for one input, and every record it made is of an input that was sent: an input that lost its
    /// identity and was created again comes under one that was never sent.
    /// </summary>
    private static int CheckUniqueness(HistoryFacts facts, List<Violation> violations)
    {
        var inputs = facts.Inputs.ToLookup(input => input.Key, StringComparer.Ordinal);
        var twice = facts.Created
            .Where(record => record.TraceId is not null)
            .GroupBy(record => record.TraceId!, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} was created {group.Count()} times")
            .Concat(facts.Created
                .Where(record => record.UniqueValue is not null)
                .GroupBy(record => record.UniqueValue!, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group => $"the user of {group.First().TraceId} was created {group.Count()} times"))
            .Concat(facts.Created
                .Where(record => record.TraceId is not null && !inputs.Contains(record.TraceId))
                .Select(record => $"HubSpot's {record.Id} is of {record.TraceId}, which was never sent"))
            .ToList();
        violations.AddRange(twice.Select(detail => new Violation("I2", detail)));
        return twice.Count;
    }

    /// <summary>I3: the created ids in HubSpot are the created ids in the tables.</summary>
    private static void CheckIds(HistoryFacts facts, ILookup<string, OutcomeRow> rows, List<Violation> violations)
    {
        var created = facts.Created.ToLookup(record => record.Id, StringComparer.Ordinal);
        var inputs = facts.Inputs.ToLookup(input => input.Key, StringComparer.Ordinal);
        violations.AddRange(facts.Created
            .Where(record => record is { TraceId: not null, UniqueValue: not null } && inputs.Contains(record.TraceId)
                && !inputs[record.TraceId].Any(input => IsSame(input.UniqueValue, record.UniqueValue)))
            .Select(record => new Violation("I3", $"HubSpot's {record.Id} is of {record.TraceId}, and has another's content")));
        var recorded = facts.Rows.Where(row => row.HubSpotId is not null).ToLookup(row => row.HubSpotId!, StringComparer.Ordinal);
        foreach (var row in facts.Rows.Where(row => row.HubSpotId is not null && !created.Contains(row.HubSpotId)))
        {
            violations.Add(new Violation("I3", $"{row.Key} has the id {row.HubSpotId}, which HubSpot did not create"));
        }

        foreach (var shared in recorded.Where(group => group.Count() > 1 && !AreOneUser(facts, group)))
        {
            violations.Add(new Violation("I3", $"{string.Join(" and ", shared.Select(row => row.Key))} have the same id {shared.Key}"));
        }

        foreach (var record in facts.Created.Where(record => !recorded.Contains(record.Id) && !facts.BatchIds.Contains(record.Id)))
        {
            if (record.TraceId is null || !rows[record.TraceId].Any(row => row.Outcome is "Unknown"))
            {
                violations.Add(new Violation("I3", $"HubSpot's {record.Id}, of {record.TraceId}, is in no table"));
            }
        }

        foreach (var record in facts.Created.Where(record => record.TraceId is not null && recorded.Contains(record.Id)))
        {
            foreach (var row in recorded[record.Id].Where(row => row.Key != record.TraceId && !(row.IsReconciled && SharesUser(facts, row.Key, record))))
            {
                violations.Add(new Violation("I3", $"HubSpot's {record.Id} is of {record.TraceId}, and the table says {row.Key}"));
            }
        }
    }

    /// <summary>Two inputs of one user: which of them created it, HubSpot cannot be asked, so a reconciled one may have the other's id.</summary>
    private static bool AreOneUser(HistoryFacts facts, IGrouping<string, OutcomeRow> rows)
    {
        var values = rows.Select(row => facts.Inputs.Where(input => input.Key == row.Key).Select(input => input.UniqueValue).OfType<string>());
        var shared = values.Aggregate((common, ofOne) => common.Intersect(ofOne, StringComparer.OrdinalIgnoreCase));
        return shared.Any() && rows.Count(row => !row.IsReconciled) <= 1;
    }

    private static bool SharesUser(HistoryFacts facts, string key, HubSpotRecord record) =>
        facts.Inputs.Any(input => input.Key == key && IsSame(input.UniqueValue, record.UniqueValue));

    /// <summary>HubSpot compares unique values without blanks around them and without case.</summary>
    private static bool IsSame(string? sent, string? held) => string.Equals(sent?.Trim(), held?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>I6: what is in poison is the original, and what HubSpot refused or may hold is there.</summary>
    private static void CheckPoison(
        HistoryFacts facts,
        ILookup<string, OutcomeRow> rows,
        ILookup<string, PoisonedInput> poisoned,
        List<Violation> violations)
    {
        foreach (var input in facts.Poisoned.Where(input => !input.KeepsOriginal))
        {
            violations.Add(new Violation("I6", $"{input.Key} is in poison, but not as it was sent"));
        }

        foreach (var key in facts.Inputs.Select(input => input.Key).Where(key => rows[key].Any(row => row.Outcome is "Rejected" or "Unknown") && !poisoned.Contains(key)))
        {
            violations.Add(new Violation("I6", $"{key} was refused or is unknown, and is not in poison"));
        }
    }
}
