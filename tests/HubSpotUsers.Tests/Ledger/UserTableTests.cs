using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Testing.Builders;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Ledger;

public sealed class UserTableTests
{
    private static readonly Guid OtherBatch = Guid.CreateVersion7(Batches.Now);

    private readonly FakeTableServiceClient _tables = new();
    private readonly UserTable _users;

    public UserTableTests() => _users = new UserTable(_tables, new VirtualTime());

    public static TheoryData<Outcome, Outcome> Pairs()
    {
        Outcome[] outcomes = [Outcome.Created, Outcome.Duplicate, Outcome.Rejected, Outcome.Unknown];
        return [.. outcomes.SelectMany(known => outcomes.Select(found => (known, found)))];
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_better_knowledge_stands(Outcome known, Outcome found)
    {
        var input = LedgerRows.Cleared(1)[0];
        await _tables.Users.AddEntityAsync(LedgerRows.Row(input, known, "known"));

        var standing = await _users.WriteAsync([(input, LedgerRows.Found(input, found, "found"))]);

        var expected = found < known ? (found, "found") : (known, "known");
        Assert.Equal(expected, (standing[0].Outcome, standing[0].HubSpotId));
        Assert.Equal((expected.Item1.ToString(), expected.Item2), (_tables.Users.Rows[0].GetString("Outcome"), _tables.Users.Rows[0].GetString("HubSpotId")));
    }

    [Theory]
    [InlineData(Outcome.Created)]
    [InlineData(Outcome.Unknown)]
    public async Task Any_outcome_stands_over_a_claim(Outcome outcome)
    {
        var input = LedgerRows.Cleared(1)[0];
        await _tables.Users.AddEntityAsync(UserRow.Claim(input, OtherBatch, Batches.Now));

        await _users.WriteAsync([(input, LedgerRows.Found(input, outcome))]);

        Assert.Equal(outcome.ToString(), Assert.Single(_tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task An_outcome_replaces_the_claim_it_was_found_under()
    {
        var inputs = LedgerRows.Cleared(3);
        await new UserClaims(_tables, _users, new VirtualTime()).ClaimAsync(inputs, Batches.Id);

        await _users.WriteAsync([.. inputs.Select(input => (input, LedgerRows.Found(input, Outcome.Created)))]);

        Assert.All(_tables.Users.Rows, row => Assert.Equal("Created", row.GetString("Outcome")));
        Assert.Equal(2, _tables.Users.Transactions.Count);
    }

    [Fact]
    public async Task Outcomes_come_back_in_their_order_whatever_stood_in_the_way()
    {
        var inputs = LedgerRows.Cleared(3);
        await _tables.Users.AddEntityAsync(LedgerRows.Row(inputs[1], Outcome.Created, "known"));

        var standing = await _users.WriteAsync([.. inputs.Select(input => (input, LedgerRows.Found(input, Outcome.Unknown)))]);

        Assert.Equal([Outcome.Unknown, Outcome.Created, Outcome.Unknown], standing.Select(outcome => outcome.Outcome));
        Assert.Equal(3, _tables.Users.Rows.Count);
    }

    [Fact]
    public async Task Who_writes_between_look_and_write_is_looked_at_again()
    {
        var input = LedgerRows.Cleared(1)[0];
        var (created, unknown) = (LedgerRows.Row(input, Outcome.Created, "7"), LedgerRows.Row(input, Outcome.Unknown));
        _tables.Users.Meanwhile = () => _tables.Users.AddEntityAsync(created).GetAwaiter().GetResult();

        var standing = await _users.MergeAsync(unknown, LedgerRows.Found(input, Outcome.Unknown));

        Assert.Equal((Outcome.Created, "7"), (standing.Outcome, standing.HubSpotId));
    }

    [Fact]
    public async Task What_a_person_says_of_a_user_is_written_where_there_is_no_table_yet()
    {
        _tables.Users.IsThere = false;
        var input = LedgerRows.Cleared(1)[0];

        await _users.MergeAsync(LedgerRows.Row(input, Outcome.Created, "7"), LedgerRows.Found(input, Outcome.Created));

        Assert.Equal("m-0", Assert.Single(_tables.Users.Rows).RowKey);
    }

    [Fact]
    public async Task Who_knows_only_an_outcome_leaves_what_the_row_says_of_the_user()
    {
        var input = LedgerRows.Cleared(1)[0];
        await _tables.Users.AddEntityAsync(new TableEntity(LedgerRows.Row(input, Outcome.Unknown)) { ["BatchId"] = OtherBatch, ["ObjectWriteTraceId"] = "row-1", ["ContentHash"] = "h" });
        var swept = UserRow.Poisoned(input.Owner.Submission.SourceId, attempt: 1, LedgerRows.Found(input, Outcome.Created), Batches.Now, contentHash: null);

        await _users.MergeAsync(swept, LedgerRows.Found(input, Outcome.Created));

        var row = Assert.Single(_tables.Users.Rows);
        Assert.Equal(("Created", OtherBatch, "row-1", "h"), (row.GetString("Outcome"), row.GetGuid("BatchId"), row.GetString("ObjectWriteTraceId"), row.GetString("ContentHash")));
    }

    [Fact]
    public async Task A_source_has_just_its_own_rows()
    {
        foreach (var source in (string[])["a", "a-1", "a.1", "A", "aa"])
        {
            await _tables.Users.AddEntityAsync(new TableEntity("p", $"{source}-0") { ["Outcome"] = "Created", ["SourceId"] = source });
        }

        var inputs = LedgerRows.Cleared(12, "a");
        foreach (var row in _tables.Users.Rows)
        {
            await _tables.Users.AddEntityAsync(new TableEntity(row) { PartitionKey = inputs[0].Owner.Submission.SourceId.PartitionKey });
        }

        await _tables.Users.AddEntityAsync(LedgerRows.Row(inputs[11], Outcome.Created));

        var rows = await _users.ReadAsync(inputs[0].Owner.Submission.SourceId);

        Assert.Equal(["a-0", "a-11"], rows.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_table_has_no_rows()
    {
        _tables.Users.IsThere = false;

        Assert.Empty(await _users.ReadAsync(SourceId.OfProducer("m")));
    }
}
