using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

/// <summary>Intents that are damaged, or that another version of the app wrote: those behind them are swept, and no doubt is lost.</summary>
public sealed class OddIntentTests : IAsyncLifetime
{
    private static readonly Guid First = Guid.CreateVersion7(Batches.Now.AddHours(-1));

    private TestApp _app = null!;

    [Theory]
    [InlineData("nohyphen")]
    [InlineData("-7")]
    [InlineData("m-x")]
    [InlineData("019ab4d2a6f07c3e9d1b5a4f3c2e1d00.000000000.3.00ffaa11")]
    [InlineData("019ab4d2a6f07c3e9d1b5a4f3c2e1d00.000000000.3.00ffaa11-x")]
    [InlineData("a/b")]
    [InlineData("a#b?")]
    [InlineData("\\ud800")]
    public async Task A_key_in_another_form_ends_no_sweep(string key)
    {
        await WriteAsync(First, $$"""[{"Partition":"id-0","Key":"{{key.Replace("#", "\\u0023", StringComparison.Ordinal)}}"}]""");
        await _app.Get<IntentTable>().OpenAsync(Batches.Id, LedgerRows.Cleared(2), default);
        _app.Time.Advance(TimeSpan.FromMinutes(66));

        await SweepAsync();

        Assert.Empty(_app.Tables.Intents.Rows);
        Assert.Equal(["Unknown", "Unknown"], Outcomes("m-0", "m-1"));
    }

    [Theory]
    [InlineData("nohyphen")]
    [InlineData("m-x")]
    public async Task The_doubt_about_it_is_recorded_under_it(string key)
    {
        await WriteAsync(First, $$"""[{"Partition":"id-0","Key":"{{key}}"}]""");
        _app.Time.Advance(TimeSpan.FromMinutes(66));

        await SweepAsync();

        Assert.Equal(["Unknown"], Outcomes(key));
        Assert.Equal(First, Assert.Single(_app.Tables.Batches.Rows).GetGuid("BatchId"));
    }

    [Fact]
    public async Task Its_batch_still_lists_the_others()
    {
        await WriteAsync(First, """[{"Partition":"id-0","Key":"nohyphen"},{"Partition":"id-0","Key":"m-7"}]""");
        _app.Time.Advance(TimeSpan.FromMinutes(66));

        await SweepAsync();

        var row = Assert.Single(_app.Tables.Batches.Rows);
        Assert.Equal(["id-0/m-7"], BatchRow.UsersOf(row)!);
        Assert.Equal(2, row.GetInt32("Unknown"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"Partition":"id-0"}""")]
    [InlineData("""{"Partition":"id-0","Key":"a/b"}""")]
    [InlineData("""{"Partition":"id-0","Key":"\ud800"}""")]
    [InlineData("""{"\ud800":7}""")]
    public async Task An_intent_with_a_user_that_cannot_be_read_is_kept_although_the_others_are_done(string input)
    {
        await WriteAsync(First, $$"""[{{input}},{"Partition":"id-0","Key":"m-7"}]""");
        await _app.Tables.Users.AddEntityAsync(new TableEntity("id-0", "m-7") { ["Outcome"] = "Created", ["SourceId"] = "m" });
        _app.Time.Advance(TimeSpan.FromMinutes(64));
        await SweepAsync();
        Assert.Single(_app.Tables.Intents.Rows);

        _app.Time.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync();

        Assert.Empty(_app.Tables.Intents.Rows);
        Assert.Equal(["Created"], Outcomes("m-7"));
    }

    [Fact]
    public async Task A_batch_that_can_have_no_row_is_swept_without_one()
    {
        await WriteAsync(new Guid("ffffffff-ffff-7fff-8fff-ffffffffffff"), """[{"Partition":"id-0","Key":"m-7"}]""");
        _app.Time.Advance(TimeSpan.FromMinutes(66));

        await SweepAsync();

        Assert.Empty(_app.Tables.Intents.Rows);
        Assert.Empty(_app.Tables.Batches.Rows);
        Assert.Equal(["Unknown"], Outcomes("m-7"));
    }

    [Fact]
    public async Task What_storage_refuses_of_one_intent_is_reported_and_the_others_are_swept()
    {
        await WriteAsync(First, """[{"Partition":"id-0","Key":"m-7"}]""");
        await WriteAsync(Batches.Id, """[{"Partition":"id-0","Key":"m-8"}]""");
        var failures = new Queue<Exception>([new RequestFailedException(400, "One of the request inputs is not valid.")]);
        _app.Tables.Users.Fails = operation => operation is "get" && failures.TryDequeue(out var failure) ? failure : null;
        _app.Time.Advance(TimeSpan.FromMinutes(66));

        await SweepAsync();

        Assert.Single(_app.Tables.Intents.Rows);
        Assert.Contains("could not be swept; the others were", _app.Log.Text, StringComparison.Ordinal);
        await SweepAsync();
        Assert.Equal(["Unknown", "Unknown"], Outcomes("m-7", "m-8"));
    }

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<string?> Outcomes(params string[] keys) => keys.Select(key => _app.Tables.Users.Rows.SingleOrDefault(row => row.RowKey == key)?.GetString("Outcome"));

    private Task<Response> WriteAsync(Guid batchId, string inputs) => _app.Tables.Intents.UpsertEntityAsync(
        new TableEntity("intent", batchId.ToString("N")) { ["OpenedAt"] = Batches.Now, ["ExpiresAt"] = Batches.Now.AddMinutes(5), ["Inputs"] = inputs });

    private Task SweepAsync() => _app.Services.GetServices<IHostedService>().OfType<IntentSweeper>().Single().SweepAsync();
}
