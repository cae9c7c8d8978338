using Azure;
using Azure.Data.Tables;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using Testing.Builders;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Ledger;

public sealed class BatchTableTests
{
    private readonly FakeTableServiceClient _tables = new();
    private readonly IReadOnlyList<PendingInput> _inputs = LedgerRows.Cleared(3);
    private readonly BatchTable _batches;

    public BatchTableTests() => _batches = new BatchTable(_tables);

    private TableEntity Row => Assert.Single(_tables.Batches.Rows);

    [Fact]
    public async Task What_is_settled_twice_counts_once()
    {
        await WriteAsync();

        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7"), Of(1, Outcome.Deferred)]);
        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7"), Of(1, Outcome.Deferred)]);

        Assert.Equal((1, 0, 1, 1), Counts());
        Assert.Equal("""["7"]""", Row.GetString("CreatedIds"));
        Assert.Equal("PartiallySucceeded", Row.GetString("Outcome"));
    }

    [Fact]
    public async Task What_was_to_be_tried_again_may_turn_out_to_be_there()
    {
        await WriteAsync();

        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Deferred), Of(1, Outcome.Duplicate), Of(2, Outcome.Created, "9")]);
        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);

        Assert.Equal((2, 1, 0, 0), Counts());
        Assert.Equal("""["9","7"]""", Row.GetString("CreatedIds"));
    }

    [Fact]
    public async Task What_another_delivery_settles_meanwhile_stands()
    {
        await WriteAsync();
        _tables.Batches.Meanwhile = () => _batches.SettleAsync(Batches.Id, [Of(1, Outcome.Created, "8")]).GetAwaiter().GetResult();

        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);

        Assert.Equal((2, 0, 1, 0), Counts());
    }

    [Fact]
    public async Task A_row_that_was_never_written_is_not_made()
    {
        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);
        _tables.Batches.IsThere = false;
        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);

        Assert.Empty(_tables.Batches.Rows);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData(7)]
    public async Task A_row_that_does_not_say_what_was_settled_before_stays_as_it_is(object settled)
    {
        await WriteAsync();
        await ChangeAsync("Settled", settled);

        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);

        Assert.Equal((0, 0, 3, 0), Counts());
        Assert.Equal((settled, "[]"), (Row["Settled"], Row["CreatedIds"]));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData(7)]
    public async Task A_list_of_ids_that_cannot_be_read_stays_as_it_is_and_the_counts_are_right(object ids)
    {
        await WriteAsync();
        await ChangeAsync("CreatedIds", ids);

        await _batches.SettleAsync(Batches.Id, [Of(0, Outcome.Created, "7")]);

        Assert.Equal((1, 0, 2, 0), Counts());
        Assert.Equal(ids, Row["CreatedIds"]);
    }

    [Fact]
    public async Task Whoever_is_erased_goes_from_a_list_of_ids_that_cannot_be_read()
    {
        await WriteAsync();
        await ChangeAsync("CreatedIds", """{"later":["4711","4712"]}""");

        await _batches.EraseAsync(Batches.Id, ["4711"]);

        Assert.Equal("""{"later":["…","4712"]}""", Row["CreatedIds"]);
    }

    private Task<Azure.Response> ChangeAsync(string column, object value) =>
        _tables.Batches.UpdateEntityAsync(new TableEntity(Row) { [column] = value }, ETag.All, TableUpdateMode.Replace);

    private Task WriteAsync()
    {
        var result = new CallResult { Outcome = CallOutcome.Ambiguous, Trouble = "HubSpot did not respond in time" };
        var outcome = OutcomeMapper.Map([.. _inputs.Select(input => input.Input)], Batches.Id, result, "hs_email");
        return _batches.WriteAsync(new FinishedCall(Batches.Id, _inputs, result, outcome, Batches.Now, Batches.Now));
    }

    private InputOutcome Of(int index, Outcome outcome, string? id = null) => LedgerRows.Found(_inputs[index], outcome, id);

    private (int? Created, int? Duplicate, int? Unknown, int? Deferred) Counts() =>
        (Row.GetInt32("Created"), Row.GetInt32("Duplicate"), Row.GetInt32("Unknown"), Row.GetInt32("Deferred"));
}
