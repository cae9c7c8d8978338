using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Ledger;

public sealed class TallyTableTests
{
    private const string RequestId = "019ab4d2a6f07c3e9d1b5a4f3c2e1d00";
    private const string Message = RequestId + ".000000000.3.00ffaa11";

    private readonly FakeTableServiceClient _tables = new();
    private readonly UserTable _users;
    private readonly TallyTable _tallies;

    public TallyTableTests()
    {
        _users = new UserTable(_tables, new VirtualTime());
        _tallies = new TallyTable(_tables, _users, NullLogger<TallyTable>.Instance);
    }

    [Fact]
    public async Task Outcomes_are_counted_by_message_and_added_up()
    {
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created, Outcome.Rejected, Outcome.Unknown));
        await _tallies.RecordAsync(RequestId + ".000000003.2.00ffaa12", [Of(0, Outcome.Created), Of(1, Outcome.Duplicate)]);

        Assert.Equal(new OutcomeCounts(2, 1, 1, 1, 0), await _tallies.CountAsync(RequestId));
    }

    [Fact]
    public async Task Recording_again_changes_nothing()
    {
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created, Outcome.Created));
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created, Outcome.Created));

        Assert.Equal(2, (await _tallies.CountAsync(RequestId)).Total);
    }

    [Fact]
    public async Task Deferred_users_are_open()
    {
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created, Outcome.Deferred, Outcome.Deferred));

        Assert.Equal(new OutcomeCounts(1, 0, 0, 0, 0), await _tallies.CountAsync(RequestId));
    }

    [Fact]
    public async Task A_late_record_gives_way_to_the_users_own_row()
    {
        await RecordUserAsync(position: 0, Outcome.Created);
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created));

        await _tallies.RecordAsync(Message, Outcomes(Outcome.Unknown));

        Assert.Equal(new OutcomeCounts(1, 0, 0, 0, 0), await _tallies.CountAsync(RequestId));
    }

    [Fact]
    public async Task A_settled_doubt_moves_the_counts()
    {
        await RecordUserAsync(position: 0, Outcome.Unknown);
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Unknown));
        await RecordUserAsync(position: 0, Outcome.Created);

        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created));

        Assert.Equal(new OutcomeCounts(1, 0, 0, 0, 0), await _tallies.CountAsync(RequestId));
    }

    [Fact]
    public async Task Of_two_that_record_different_users_of_a_message_both_count()
    {
        await _tallies.RecordAsync(Message, [Of(0, Outcome.Created)]);
        _tables.Requests.Meanwhile = () =>
        {
            var row = _tables.Requests.Rows[0];
            _tables.Requests.UpdateEntityAsync(Tally.Of(row).With(1, Outcome.Created).ToRow(row.PartitionKey, row.RowKey), row.ETag).GetAwaiter().GetResult();
        };

        await _tallies.RecordAsync(Message, [Of(2, Outcome.Rejected)]);

        Assert.Equal(new OutcomeCounts(2, 0, 1, 0, 0), await _tallies.CountAsync(RequestId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_counts_are_those_of_the_users_rows_whatever_delivery_comes_between(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            await DeliverAsync(random, depth: 2);
        }

        // A delivery that died before it could count comes again.
        foreach (var row in _tables.Users.Rows)
        {
            await _tallies.RecordAsync(Message, [new InputOutcome { InputKey = row.RowKey, Outcome = Enum.Parse<Outcome>(row.GetString("Outcome")) }]);
        }

        Assert.Equal(OutcomeCounts.Of(_tables.Users.Rows.Select(row => new InputOutcome { InputKey = row.RowKey, Outcome = Enum.Parse<Outcome>(row.GetString("Outcome")) })), await _tallies.CountAsync(RequestId));
    }

    [Theory]
    [InlineData("hr-4711")]
    [InlineData("hr-4711.000000000.3.00ffaa11")]
    [InlineData(RequestId)]
    public async Task Messages_of_no_request_cost_nothing(string sourceId)
    {
        await _tallies.RecordAsync(sourceId, Outcomes(Outcome.Created));

        Assert.Empty(_tables.Requests.Rows);
        Assert.Empty(_tallies.TakeChanged());
    }

    [Fact]
    public async Task A_request_is_reported_as_changed_once()
    {
        await _tallies.RecordAsync(Message, Outcomes(Outcome.Created));

        Assert.Equal([RequestId], _tallies.TakeChanged());
        Assert.Empty(_tallies.TakeChanged());
    }

    /// <summary>One delivery of a user: its row is written, and then, unless the process dies, it is counted, while another may do the same.</summary>
    private async Task DeliverAsync(Random random, int depth)
    {
        Outcome[] outcomes = [Outcome.Created, Outcome.Duplicate, Outcome.Rejected, Outcome.Unknown];
        var (position, outcome) = (random.Next(3), outcomes[random.Next(outcomes.Length)]);
        await RecordUserAsync(position, outcome);
        if (random.Next(5) is 0)
        {
            return;
        }

        _tables.Requests.Meanwhile = depth > 0 && random.Next(2) is 0 ? () => DeliverAsync(random, depth - 1).GetAwaiter().GetResult() : null;
        await _tallies.RecordAsync(Message, [Of(position, outcome)]);
        _tables.Requests.Meanwhile = null;
    }

    private static IEnumerable<InputOutcome> Outcomes(params Outcome[] outcomes) => outcomes.Select((outcome, position) => Of(position, outcome));

    private static InputOutcome Of(int position, Outcome outcome) => new() { InputKey = SourceId.OfProducer(Message).InputKey(position), Outcome = outcome };

    private async Task RecordUserAsync(int position, Outcome outcome)
    {
        var source = SourceId.OfProducer(Message);
        await _tables.Users.UpsertEntityAsync(new TableEntity(source.PartitionKey, source.InputKey(position)) { ["Outcome"] = outcome.ToString(), ["SourceId"] = Message });
    }
}
