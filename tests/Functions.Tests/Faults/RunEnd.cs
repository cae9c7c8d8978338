using History;

namespace Functions.Tests.Faults;

/// <summary>What a run came to, every promise having been kept.</summary>
/// <param name="Facts">What is known of it.</param>
/// <param name="Log">What the processes wrote last, for the message of a failed test.</param>
public sealed record RunEnd(HistoryFacts Facts, string Log)
{
    /// <summary>How many users were sent, those sent twice counted once.</summary>
    public int Users => Facts.Inputs.Select(input => input.Key).Distinct().Count();

    /// <summary>Fails unless every user was created and nothing is poisoned.</summary>
    public void AssertAllCreated()
    {
        Assert.True(CountOf("Created") == Users, $"{CountOf("Created")} of {Users} users were created.\n{Log}");
        Assert.Equal(Users, Facts.Rows.Count);
        Assert.Equal(Users, Facts.Created.Count);
        Assert.Empty(Facts.Poisoned);
    }

    /// <summary>Fails unless the users ended with these outcomes.</summary>
    public void AssertOutcomes(params IEnumerable<(string Outcome, int Count)> expected) =>
        Assert.Equal(
            expected.Where(pair => pair.Count > 0).OrderBy(pair => pair.Outcome, StringComparer.Ordinal),
            Facts.Rows.CountBy(row => row.Outcome).Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));

    /// <summary>Fails unless every user was created, or is unknown and poisoned as that; HubSpot has it once at most.</summary>
    public void AssertAllCreatedOrUnknown()
    {
        Assert.All(Facts.Rows, row => Assert.True(row.Outcome is "Created" or "Unknown", row.Outcome));
        Assert.Equal(Users, Facts.Rows.Count);
        Assert.All(Facts.Poisoned, input => Assert.Equal("Unknown", input.Reason));
        Assert.All(Facts.Created.CountBy(record => record.TraceId!), pair => Assert.Equal(1, pair.Value));
    }

    /// <summary>How many users ended with this outcome.</summary>
    public int CountOf(string outcome) => Facts.Rows.Count(row => row.Outcome == outcome);
}
