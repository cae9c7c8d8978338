using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

/// <summary>Counts that are damaged, or that another version of the app wrote: they may be missing, and are no reason to stop.</summary>
public sealed class UnreadableTallyTests : IAsyncLifetime
{
    private const string RequestId = "019ab4d2a6f07c3e9d1b5a4f3c2e1d00";
    private const string Message = RequestId + ".000000000.3.00ffaa11";
    private const string Other = RequestId + ".000000003.1.00ffaa12";

    private TestApp _app = null!;

    public static TheoryData<string, object?> Unreadable => new()
    {
        { "Letters", null },
        { "Letters", string.Empty },
        { "Letters", "C" },
        { "Letters", "CR-------" },
        { "Letters", 7 },
        { "Letters", "version 2" },
        { "Created", null },
        { "Created", "many" },
        { "Created", 2 },
        { "Created", -1 },
        { "Created", long.MaxValue },
        { "Unknown", int.MaxValue },
    };

    private TallyTable Tallies => _app.Get<TallyTable>();

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task They_are_made_anew_from_the_users_rows_when_another_user_is_counted(string column, object? value)
    {
        await RecordAsync((0, Outcome.Created), (1, Outcome.Rejected));
        await DamageAsync(column, value);

        await RecordAsync((2, Outcome.Created));
        await Tallies.RecordAsync(Message, [Of(2, Outcome.Created)]);

        Assert.Equal(new OutcomeCounts(2, 0, 1, 0, 0), await Tallies.CountAsync(RequestId));
        Assert.Equal("CRC", _app.Tables.Requests.Rows.Single().GetString("Letters"));
        Assert.Equal(2, _app.Log.Text.Split(Message).Length);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Counted_again_its_own_users_are_no_exception(string column, object? value)
    {
        await RecordAsync((0, Outcome.Created), (1, Outcome.Rejected));
        await DamageAsync(column, value);

        await Tallies.TryRecordAsync(Message, [Of(0, Outcome.Created), Of(1, Outcome.Rejected)]);

        Assert.Equal(new OutcomeCounts(1, 0, 1, 0, 0), await Tallies.CountAsync(RequestId));
        Assert.Empty(Tallies.TakeMissed());
    }

    [Theory]
    [InlineData("Created", -1)]
    [InlineData("Created", 4)]
    [InlineData("Created", long.MaxValue)]
    [InlineData("Unknown", int.MaxValue)]
    public async Task Numbers_that_cannot_be_those_of_the_message_are_missing_and_the_others_count(string column, object value)
    {
        await RecordAsync((0, Outcome.Created), (1, Outcome.Rejected));
        await Tallies.RecordAsync(Other, [new InputOutcome { InputKey = SourceId.OfProducer(Other).InputKey(0), Outcome = Outcome.Duplicate }]);
        await DamageAsync(column, value);

        Assert.Equal(new OutcomeCounts(0, 1, 0, 0, 0), await Tallies.CountAsync(RequestId));
        Assert.Contains(Message, _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_no_message_counts_nothing()
    {
        await _app.Tables.Requests.UpsertEntityAsync(new TableEntity("tally-" + RequestId, "all") { ["Created"] = 3, ["Letters"] = "CCC" });

        Assert.Equal(OutcomeCounts.None, await Tallies.CountAsync(RequestId));
        Assert.Empty(await Tallies.ReadAsync(RequestId));
    }

    [Fact]
    public async Task A_row_that_is_removed_while_it_is_read_is_written_again()
    {
        await RecordAsync((0, Outcome.Created));
        _app.Tables.Requests.Fails = operation =>
        {
            if (operation is "get")
            {
                _app.Tables.Requests.Fails = null;
                var row = _app.Tables.Requests.Rows.Single();
                _app.Tables.Requests.DeleteEntityAsync(row.PartitionKey, row.RowKey).GetAwaiter().GetResult();
            }

            return null;
        };

        await RecordAsync((1, Outcome.Rejected));

        Assert.Equal("-R-", _app.Tables.Requests.Rows.Single().GetString("Letters"));
    }

    [Fact]
    public async Task A_key_that_names_no_position_is_counted_nowhere()
    {
        await Tallies.RecordAsync(Message, [new InputOutcome { InputKey = Message, Outcome = Outcome.Unknown }, new InputOutcome { InputKey = Message + "-x", Outcome = Outcome.Unknown }]);

        Assert.Empty(_app.Tables.Requests.Rows);
    }

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static InputOutcome Of(int position, Outcome outcome) => new() { InputKey = SourceId.OfProducer(Message).InputKey(position), Outcome = outcome };

    /// <summary>Users get their rows, and are counted.</summary>
    private async Task RecordAsync(params (int Position, Outcome Outcome)[] users)
    {
        var source = SourceId.OfProducer(Message);
        foreach (var (position, outcome) in users)
        {
            await _app.Tables.Users.UpsertEntityAsync(new TableEntity(source.PartitionKey, source.InputKey(position)) { ["Outcome"] = outcome.ToString(), ["SourceId"] = Message });
        }

        await Tallies.RecordAsync(Message, users.Select(user => Of(user.Position, user.Outcome)));
    }

    private async Task DamageAsync(string column, object? value)
    {
        var row = new TableEntity(_app.Tables.Requests.Rows.Single(row => Message.EndsWith(row.RowKey, StringComparison.Ordinal)));
        row.Remove(column);
        if (value is not null)
        {
            row[column] = value;
        }

        await _app.Tables.Requests.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }
}
