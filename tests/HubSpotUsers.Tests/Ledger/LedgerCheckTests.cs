using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

public sealed class LedgerCheckTests
{
    private static readonly Guid OtherBatch = Guid.CreateVersion7(Batches.Now);
    private static readonly TimeSpan IntentAge = TimeSpan.FromMinutes(6);

    /// <summary>What is found: by row, then with no intent, a living, a dead and a released one.</summary>
    public static TheoryData<string, string, bool, string> Combinations()
    {
        string[] intents = ["none", "living", "dead", "released"];
        (string Row, bool IsRedrive, string[] Standings)[] rows =
        [
            ("none", false, ["send", "busy", "ask since intent", "ask since intent"]),
            ("none", true, ["send", "busy", "ask since intent", "ask since intent"]),
            ("Created", false, ["done", "done", "done", "done"]),
            ("Created", true, ["done", "done", "done", "done"]),
            ("Duplicate", true, ["done", "done", "done", "done"]),
            ("Rejected", false, ["done", "done", "done", "done"]),
            ("Rejected", true, ["send", "busy", "ask since intent", "ask since intent"]),
            ("Unknown", false, ["done", "done", "done", "done"]),
            ("Unknown", true, ["ask since ever", "busy", "ask since intent", "ask since intent"]),
            ("swept", false, ["ask since ever", "busy", "ask since intent", "ask since intent"]),
            ("young claim", false, ["busy", "busy", "busy", "busy"]),
            ("young claim", true, ["busy", "busy", "busy", "busy"]),
            ("old claim", false, ["ask since claim", "busy", "ask since claim", "ask since claim"]),
            ("claim without time", false, ["ask since ever", "busy", "ask since ever", "ask since ever"]),
            ("unknown word", false, ["ask since ever", "busy", "ask since ever", "ask since ever"]),
            ("without outcome", false, ["ask since ever", "busy", "ask since ever", "ask since ever"]),
            ("young claim of the intent", false, ["busy", "busy", "ask since intent", "ask since intent"]),
        ];
        var data = new TheoryData<string, string, bool, string>();
        foreach (var (row, isRedrive, standings) in rows)
        {
            for (var intent = 0; intent < intents.Length; intent++)
            {
                data.Add(row, intents[intent], isRedrive, standings[intent]);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Row_and_intent_together_say_where_an_input_stands(string row, string intent, bool isRedrive, string expected)
    {
        await using var app = new TestApp(("Ledger:IntentLifetime", intent is "living" ? "00:07:00" : "00:05:00"));
        var input = LedgerRows.Cleared(1)[0];
        if (intent is not "none")
        {
            var opened = await app.Get<IntentTable>().OpenAsync(Batches.Id, [input], default);
            await (intent is "released" ? app.Get<IntentTable>().ReleaseAsync(opened, [input]) : Task.CompletedTask);
        }

        app.Time.Advance(IntentAge);
        var now = app.Time.GetUtcNow();
        TableEntity? there = row switch
        {
            "none" => null,
            "swept" => LedgerRows.Swept(input),
            "young claim" => UserRow.Claim(input, OtherBatch, now.AddMinutes(-1)),
            "old claim" => UserRow.Claim(input, OtherBatch, now.AddMinutes(-8)),
            "claim without time" => Changed(UserRow.Claim(input, OtherBatch, now), "ClaimedAt", value: 7),
            "unknown word" => Changed(LedgerRows.Row(input, Outcome.Created), "Outcome", "CreatedLater"),
            "without outcome" => Changed(LedgerRows.Row(input, Outcome.Created), "Outcome", value: null),
            "young claim of the intent" => UserRow.Claim(input, Batches.Id, now.AddMinutes(-1)),
            _ => LedgerRows.Row(input, Enum.Parse<Outcome>(row)),
        };
        if (there is not null)
        {
            await app.Tables.Users.AddEntityAsync(there);
        }

        var standing = Assert.Single(await app.Get<LedgerCheck>().CheckAsync(input.Owner.Submission.SourceId, [0], isRedrive));

        Assert.Equal(expected, Describe(standing, now));
        Assert.True(standing.Clearance is null || standing.Clearance.Row == app.Tables.Users.Rows.SingleOrDefault()?.ETag);
    }

    [Theory]
    [InlineData("Rejected", -1, true)]
    [InlineData("Rejected", 0, true)]
    [InlineData("Rejected", 1, false)]
    [InlineData("Unknown", -1, true)]
    [InlineData("Unknown", 0, true)]
    [InlineData("Unknown", 1, false)]
    public async Task A_decision_is_about_what_was_known_when_it_was_made(string row, int secondsLater, bool isOpen)
    {
        await using var app = new TestApp();
        var input = LedgerRows.Cleared(1)[0];
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(input, Enum.Parse<Outcome>(row)));

        var standing = Assert.Single(await app.Get<LedgerCheck>().CheckAsync(input.Owner.Submission.SourceId, [0], isRedrive: true, Batches.Now.AddSeconds(-secondsLater)));

        Assert.Equal(isOpen, standing.Clearance is not null);
    }

    [Fact]
    public async Task Intents_are_read_before_rows()
    {
        await using var app = new TestApp();

        await app.Get<LedgerCheck>().CheckAsync(SourceId.OfProducer("m"), [0], isRedrive: false);

        Assert.Equal(["HubSpotIntents query", "HubSpotUsers query"], app.Steps.All);
    }

    [Fact]
    public async Task Each_input_stands_for_itself()
    {
        await using var app = new TestApp();
        var inputs = LedgerRows.Cleared(12);
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(inputs[1], Outcome.Created, "7"));
        await app.Get<IntentTable>().OpenAsync(Batches.Id, [inputs[10]], default);

        var standings = await app.Get<LedgerCheck>().CheckAsync(inputs[0].Owner.Submission.SourceId, [0, 1, 10, 11], isRedrive: false);

        Assert.Equal(["send", "done", "busy", "send"], standings.Select(standing => Describe(standing, Batches.Now)));
        Assert.Equal("7", standings[1].Outcome!.HubSpotId);
    }

    [Fact]
    public async Task An_intent_that_cannot_be_read_stops_no_other_user()
    {
        await using var app = new TestApp();
        await app.Tables.Intents.AddEntityAsync(new TableEntity("intent", Batches.Id.ToString("N")) { ["OpenedAt"] = Batches.Now, ["ExpiresAt"] = Batches.Now, ["IsReleased"] = false });

        var standing = Assert.Single(await app.Get<LedgerCheck>().CheckAsync(SourceId.OfProducer("m"), [0], isRedrive: false));

        Assert.Equal("send", Describe(standing, Batches.Now));
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_clears_no_user()
    {
        await using var app = new TestApp();
        app.Tables.Intents.Failure = new Azure.RequestFailedException(503, "Busy");

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => app.Get<LedgerCheck>().CheckAsync(SourceId.OfProducer("m"), [0], isRedrive: false));
    }

    private static TableEntity Changed(TableEntity row, string name, object? value)
    {
        row.Remove(name);
        if (value is not null)
        {
            row[name] = value;
        }

        return row;
    }

    private static string Describe(Standing standing, DateTimeOffset now) => standing switch
    {
        { Outcome: not null, Clearance: null } => "done",
        { Outcome: null, Clearance: null } => "busy",
        { Outcome: null, Clearance.SentAt: null } => "send",
        { Outcome: null, Clearance.SentAt: var at } when at == DateTimeOffset.MinValue => "ask since ever",
        { Outcome: null, Clearance.SentAt: var at } when at == now - IntentAge => "ask since intent",
        { Outcome: null, Clearance.SentAt: var at } when at == now.AddMinutes(-8) => "ask since claim",
        _ => $"{standing}",
    };
}
