using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Microsoft.Extensions.Options;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Ledger;

public sealed class IntentTableTests
{
    private readonly Steps _steps = new();
    private readonly VirtualTime _time = new();
    private readonly FakeTableServiceClient _tables;
    private readonly IntentTable _intents;

    public IntentTableTests()
    {
        _tables = new FakeTableServiceClient(_steps);
        _intents = new IntentTable(_tables, Options.Create(new LedgerOptions()), _time);
    }

    [Fact]
    public async Task An_intent_is_read_as_it_was_written_however_many_inputs_it_names()
    {
        var inputs = LedgerRows.Cleared(100, new string('s', 128) + new string('x', 300));

        var opened = await _intents.OpenAsync(Batches.Id, inputs, default);
        var read = Assert.Single((await _intents.ReadAsync()).Intents);

        Assert.Equal((Batches.Id, Batches.Now, Batches.Now.AddMinutes(5), false), (read.BatchId, read.OpenedAt, read.ExpiresAt, read.IsReleased));
        Assert.Equal(opened.Inputs, read.Inputs);
        Assert.Equal(inputs.Select(input => input.Input.Key), read.Inputs.Select(input => input.Key));
    }

    [Fact]
    public async Task A_released_intent_names_the_open_inputs_and_is_dead()
    {
        var inputs = LedgerRows.Cleared(3);
        var opened = await _intents.OpenAsync(Batches.Id, inputs, default);

        await _intents.ReleaseAsync(opened, [inputs[1]]);
        var snapshot = await _intents.ReadAsync();

        Assert.Equal(["m-1"], Assert.Single(snapshot.Intents).Inputs.Select(input => input.Key));
        Assert.True(snapshot.IsKnownDead(Batches.Id));
        Assert.Null(snapshot.BusyUntil("m-1"));
        Assert.Equal((null, Batches.Now, null), (snapshot.SentAt("m-0"), snapshot.SentAt("m-1"), snapshot.SentAt("m-2")));
    }

    [Fact]
    public async Task A_released_intent_keeps_the_last_call_of_its_inputs()
    {
        var call = Guid.CreateVersion7(Batches.Now);
        var inputs = LedgerRows.Cleared(2);
        var opened = await _intents.OpenAsync(Batches.Id, inputs, default);
        (inputs[1].LastSentAt, inputs[1].OpenCall) = (Batches.Now.AddSeconds(7), call);

        await _intents.ReleaseAsync(opened, [inputs[1]]);
        var snapshot = await _intents.ReadAsync();

        Assert.Equal((Batches.Now.AddSeconds(7), call), snapshot.LastSent("m-1"));
        Assert.Null(snapshot.LastSent("m-0"));
    }

    [Fact]
    public async Task A_process_that_died_may_have_called_until_its_batch_would_have_stopped()
    {
        await _intents.OpenAsync(Batches.Id, LedgerRows.Cleared(1), default);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((Batches.Now.AddMinutes(4), Batches.Id), (await _intents.ReadAsync()).LastSent("m-0"));
    }

    [Fact]
    public async Task Who_comes_while_a_read_is_under_way_shares_the_next_one()
    {
        var gate = new TaskCompletionSource();
        _tables.Intents.Gate = gate.Task;
        var first = _intents.ReadAsync();
        await Eventually.TrueAsync(() => _steps.All.Count is 1);
        await _intents.OpenAsync(Batches.Id, LedgerRows.Cleared(1), default);

        Task<IntentSnapshot>[] later = [_intents.ReadAsync(), _intents.ReadAsync(), _intents.ReadAsync()];
        gate.SetResult();

        Assert.Empty((await first).Intents);
        Assert.All(await Task.WhenAll(later), snapshot => Assert.Single(snapshot.Intents));
        Assert.Equal(2, _steps.All.Count(step => step is "HubSpotIntents query"));
    }

    [Fact]
    public async Task Who_comes_afterwards_reads_anew()
    {
        await _intents.ReadAsync();
        await _intents.OpenAsync(Batches.Id, LedgerRows.Cleared(1), default);

        Assert.Single((await _intents.ReadAsync()).Intents);
    }

    [Fact]
    public async Task A_missing_table_has_no_intents()
    {
        _tables.Intents.IsThere = false;

        Assert.Empty((await _intents.ReadAsync()).Intents);
    }

    [Fact]
    public async Task A_read_that_fails_fails_its_callers_and_no_later_one()
    {
        _tables.Intents.Failure = new RequestFailedException(503, "Busy");
        await Assert.ThrowsAsync<RequestFailedException>(() => _intents.ReadAsync());
        _tables.Intents.Failure = null;

        Assert.Empty((await _intents.ReadAsync()).Intents);
    }

    [Fact]
    public async Task An_intent_remembers_since_when_its_inputs_may_have_been_sent()
    {
        var inputs = Submissions.Pending(Submissions.Cleared(Submissions.Count(2, "m"), index => index is 0 ? DateTimeOffset.MinValue : null)).Inputs;
        var opened = await _intents.OpenAsync(Batches.Id, inputs, default);

        await _intents.ReleaseAsync(opened, inputs);
        var snapshot = await _intents.ReadAsync();

        Assert.Equal((DateTimeOffset.MinValue, Batches.Now), (snapshot.SentAt("m-0"), snapshot.SentAt("m-1")));
    }

    [Fact]
    public async Task Of_several_dead_intents_the_earliest_time_of_sending_counts()
    {
        var inputs = LedgerRows.Cleared(1);
        foreach (var minutes in (int[])[3, 1, 2])
        {
            await WriteAsync(Guid.CreateVersion7(), ("OpenedAt", Batches.Now.AddMinutes(minutes)), ("ExpiresAt", Batches.Now), ("IsReleased", true), ("Inputs", Json(inputs[0].Input.Key)));
        }

        var snapshot = await _intents.ReadAsync();

        Assert.Equal(Batches.Now.AddMinutes(1), snapshot.SentAt(inputs[0].Input.Key));
    }

    [Fact]
    public async Task A_row_without_its_times_is_of_a_process_that_may_have_sent_at_any_time()
    {
        await WriteAsync(Batches.Id, ("Inputs", Json("m-0")));

        var snapshot = await _intents.ReadAsync();

        Assert.Equal(DateTimeOffset.MinValue, snapshot.SentAt("m-0"));
        Assert.True(snapshot.IsKnownDead(Batches.Id));
    }

    [Fact]
    public async Task A_row_that_does_not_say_when_it_ends_lives_as_long_as_others()
    {
        await WriteAsync(Batches.Id, ("OpenedAt", Batches.Now.AddMinutes(-1)), ("ExpiresAt", true), ("IsReleased", 0), ("Inputs", Json("m-0")));

        Assert.Equal(Batches.Now.AddMinutes(4), (await _intents.ReadAsync()).BusyUntil("m-0"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[7,null,{},{\"Key\":\"m-0\"},{\"Partition\":1,\"Key\":2}]")]
    public async Task Inputs_that_cannot_be_read_are_no_reason_to_stop(object? value)
    {
        (string, object)[] times = [("OpenedAt", Batches.Now), ("ExpiresAt", Batches.Now)];
        await WriteAsync(Batches.Id, value is null ? times : [.. times, ("Inputs", value)]);
        await _intents.OpenAsync(Guid.CreateVersion7(), LedgerRows.Cleared(1), default);

        var snapshot = await _intents.ReadAsync();

        Assert.Equal([0, 1], snapshot.Intents.Select(intent => intent.Inputs.Count).Order());
        Assert.NotNull(snapshot.BusyUntil("m-0"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"SentAt\":null", false)]
    [InlineData(",\"SentAt\":7", true)]
    [InlineData(",\"SentAt\":\"yesterday\",\"More\":[1]", true)]
    public async Task A_time_of_sending_that_cannot_be_read_may_be_any(string member, bool isDoubtful)
    {
        await WriteAsync(Batches.Id, ("OpenedAt", Batches.Now), ("IsReleased", "true"), ("Inputs", $$"""[{"Partition":"p","Key":"m-0"{{member}}}]"""), ("Later", "more"));

        Assert.Equal(isDoubtful ? DateTimeOffset.MinValue : Batches.Now, (await _intents.ReadAsync()).SentAt("m-0"));
    }

    [Fact]
    public async Task A_row_of_no_batch_is_none()
    {
        await _tables.Intents.UpsertEntityAsync(new TableEntity("intent", "something-else"));

        Assert.Empty((await _intents.ReadAsync()).Intents);
    }

    private static string Json(string key) => $$"""[{"Partition":"p","Key":"{{key}}"}]""";

    private Task<Response> WriteAsync(Guid batchId, params (string Name, object Value)[] properties)
    {
        var row = new TableEntity("intent", batchId.ToString("N"));
        foreach (var (name, value) in properties)
        {
            row[name] = value;
        }

        return _tables.Intents.UpsertEntityAsync(row);
    }
}
