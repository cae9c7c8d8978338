using History;

namespace HubSpotUsers.Tests.History;

/// <summary>The checker itself: it must be able to fail, for each promise by itself.</summary>
public sealed class InvariantsTests
{
    /// <summary>One input of every fate, and everything as it should be.</summary>
    private static readonly HistoryFacts Kept = new()
    {
        Inputs = [new("created-0", "a"), new("duplicate-0", "b"), new("rejected-0", "c"), new("unknown-0", "d"), new("expired-0", "e"), new("reconciled-0", "A")],
        Rows =
        [
            new("created-0", "Created", "1", null, IsReconciled: false),
            new("duplicate-0", "Duplicate", null, "9", IsReconciled: false),
            new("rejected-0", "Rejected", null, null, IsReconciled: false),
            new("unknown-0", "Unknown", null, null, IsReconciled: false),
            new("reconciled-0", "Created", "1", null, IsReconciled: true),
        ],
        BatchIds = new HashSet<string>(["1"], StringComparer.Ordinal),
        Created = [new("1", "created-0", "a"), new("2", "unknown-0", "d")],
        Poisoned = [new("rejected-0", "Rejected", KeepsOriginal: true), new("unknown-0", "Unknown", KeepsOriginal: true), new("expired-0", "Expired", KeepsOriginal: true)],
        Waiting = 0,
        Intents = 0,
        MaxCallsInTenSeconds = 190,
        RateLimit = 190,
        PeakMemoryBytes = 100_000_000,
        LongestRecovery = TimeSpan.FromMinutes(10),
    };

    [Fact]
    public void A_run_that_kept_all_promises_holds()
    {
        var result = Invariants.Check(Kept, isOver: true);

        Assert.Empty(result.Violations);
        Assert.Equal(["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"], result.Checked);
        Assert.Equal((true, 0, 0, 0), (result.Holds, result.Lost, result.CreatedTwice, result.Unsettled));
    }

    [Fact]
    public void A_lost_input_breaks_I1()
    {
        var result = Check(Kept with { Inputs = [.. Kept.Inputs, new("lost-0", null)] }, "I1");

        Assert.Equal((1, 1), (result.Lost, result.Unsettled));
    }

    [Fact]
    public void A_record_of_an_input_that_was_never_sent_breaks_I2()
    {
        var result = Check(Kept with { Created = [.. Kept.Created, new("3", "redriven-0", "x")], BatchIds = new HashSet<string>(["1", "3"], StringComparer.Ordinal) }, "I2");

        Assert.Equal(1, result.CreatedTwice);
    }

    [Fact]
    public void A_record_with_the_content_of_another_input_breaks_I3() =>
        Check(Kept with { Created = [new("1", "created-0", "d"), new("2", "unknown-0", "a")] }, "I3");

    [Fact]
    public void A_claim_that_was_never_ended_breaks_I1() =>
        Check(Kept with { Inputs = [.. Kept.Inputs, new("claimed-0", null)], Rows = [.. Kept.Rows, new("claimed-0", "Pending", null, null, IsReconciled: false)] }, "I1");

    [Fact]
    public void Two_outcomes_break_I1() =>
        Check(Kept with { Rows = [.. Kept.Rows, new("duplicate-0", "Duplicate", null, "9", IsReconciled: false)] }, "I1");

    [Fact]
    public void An_input_that_still_waits_breaks_I1_only_at_the_end()
    {
        var facts = Kept with { Inputs = [.. Kept.Inputs, new("waiting-0", null)], Waiting = 1 };

        Check(facts, "I1");
        Assert.Empty(Invariants.Check(facts, isOver: false).Violations);
    }

    [Fact]
    public void An_open_intent_breaks_I1_only_at_the_end()
    {
        Check(Kept with { Intents = 1 }, "I1");
        Assert.Empty(Invariants.Check(Kept with { Intents = 1 }, isOver: false).Violations);
    }

    [Fact]
    public void An_input_created_twice_breaks_I2()
    {
        var result = Check(Kept with { Created = [.. Kept.Created, new("1b", "created-0", null)], BatchIds = Ids("1b") }, "I2");

        Assert.Equal(1, result.CreatedTwice);
    }

    [Fact]
    public void A_user_created_twice_by_two_inputs_breaks_I2() => Check(
        Kept with
        {
            Inputs = [.. Kept.Inputs, new("twin-0", "A")],
            Rows = [.. Kept.Rows, new("twin-0", "Created", "3", null, IsReconciled: false)],
            Created = [.. Kept.Created, new("3", "twin-0", "A")],
        },
        "I2");

    [Fact]
    public void A_user_in_no_table_breaks_I3() =>
        Check(Kept with { Created = [.. Kept.Created, new("3", "duplicate-0", null)] }, "I3");

    [Fact]
    public void A_user_that_was_never_sent_breaks_I3() =>
        Check(Kept with { Created = [.. Kept.Created, new("3", null, null)] }, "I3");

    [Fact]
    public void An_id_HubSpot_never_gave_breaks_I3() => Check(
        Kept with { Inputs = [.. Kept.Inputs, new("made-up-0", null)], Rows = [.. Kept.Rows, new("made-up-0", "Created", "404", null, IsReconciled: false)] },
        "I3");

    [Fact]
    public void An_id_of_another_input_breaks_I3() => Check(
        Kept with { Rows = [.. Kept.Rows.Select(row => row.Key is "created-0" ? row with { HubSpotId = "2" } : row)], BatchIds = Ids("1") },
        "I3");

    [Fact]
    public void Two_inputs_of_different_users_with_one_id_break_I3() => Check(
        Kept with { Inputs = [.. Kept.Inputs, new("other-0", "z")], Rows = [.. Kept.Rows, new("other-0", "Created", "1", null, IsReconciled: true)] },
        "I3");

    [Fact]
    public void One_call_too_many_breaks_I4() => Check(Kept with { MaxCallsInTenSeconds = 191 }, "I4");

    [Fact]
    public void A_leak_breaks_I5() => Check(Kept with { Leaks = ["ErrorMessage of row m-0 has personal data or a secret"] }, "I5");

    [Fact]
    public void Altered_poison_breaks_I6() =>
        Check(Kept with { Poisoned = [.. Kept.Poisoned.Select(input => input with { KeepsOriginal = input.Key is not "rejected-0" })] }, "I6");

    [Theory]
    [InlineData("rejected-0")]
    [InlineData("unknown-0")]
    public void Missing_poison_breaks_I6(string key) => Check(Kept with { Poisoned = [.. Kept.Poisoned.Where(input => input.Key != key)] }, "I6");

    [Fact]
    public void Slow_recovery_breaks_I7() => Check(Kept with { LongestRecovery = TimeSpan.FromSeconds(611) }, "I7");

    [Fact]
    public void Much_memory_breaks_I8() => Check(Kept with { PeakMemoryBytes = (768L * 1024 * 1024) + 1 }, "I8");

    [Fact]
    public void What_was_not_watched_is_not_said_to_be_checked()
    {
        Assert.Equal(["I1", "I2", "I3", "I4", "I5", "I6"], Invariants.Check(Kept with { LongestRecovery = null, PeakMemoryBytes = null }, isOver: true).Checked);
    }

    private static HashSet<string> Ids(params IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);

    /// <summary>Checks facts that break one promise, and no other.</summary>
    private static CheckResult Check(HistoryFacts facts, string expected)
    {
        var result = Invariants.Check(facts, isOver: true);

        Assert.False(result.Holds);
        Assert.All(result.Violations, violation => Assert.Equal(expected, violation.Invariant));
        return result;
    }
}
