using Azure.Data.Tables;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Pausing;

public sealed class ProcessingModeTests
{
    [Fact]
    public async Task Paused_by_the_setting_nothing_is_sent()
    {
        await using var app = await TestApp.StartAsync(("Processing:Mode", "Pause"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3), default));

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Deferred, Batches.Now.AddMinutes(5)), (input.Outcome, input.NotBefore!.Value)));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Theory]
    [InlineData("Pause", "Run", Outcome.Created)]
    [InlineData("Run", "pause", Outcome.Deferred)]
    [InlineData("Run", " DryRun ", Outcome.DryRun)]
    [InlineData("Run", "stop it!", Outcome.Deferred)]
    [InlineData("DryRun", "", Outcome.DryRun)]
    public async Task The_operators_row_outranks_the_setting(string setting, string row, Outcome expected)
    {
        await using var app = await TestApp.StartAsync(("Processing:Mode", setting));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await SetModeAsync(app, row);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal(expected, outcome.Inputs[0].Outcome);
    }

    [Fact]
    public async Task A_running_process_follows_the_row_within_the_refresh_interval()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "a"), default));

        await SetModeAsync(app, "Pause");
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var paused = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "b"), default));
        await SetModeAsync(app, "Run");
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var resumed = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "c"), default));

        Assert.Equal((Outcome.Deferred, Outcome.Created), (paused.Inputs[0].Outcome, resumed.Inputs[0].Outcome));
        Assert.Equal(2, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task A_dry_run_does_everything_but_the_call_and_marks_its_rows()
    {
        await using var app = await TestApp.StartAsync(("Processing:Mode", "DryRun"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(150), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.DryRun, input.Outcome));
        Assert.Equal(150, app.Tables.Users.Rows.Count(row => row.GetString("Outcome") is "DryRun"));
        Assert.Equal([50, 100], app.Tables.Batches.Rows.Select(row => row.GetInt32("DryRun")!.Value).Order());
        Assert.Empty(app.Tables.Intents.Rows);
        Assert.Empty(app.HubSpot.Requests);
        Assert.Equal(1, app.Vault.Reads);
    }

    [Fact]
    public async Task In_a_dry_run_users_in_doubt_are_neither_asked_for_nor_done()
    {
        await using var app = await TestApp.StartReconcilingAsync(("Processing:Mode", "DryRun"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(1), _ => Batches.Now), default));

        Assert.True(outcome.Inputs[0] is { Outcome: Outcome.Deferred, NotBefore: not null });
        Assert.Empty(app.Tables.Users.Rows);
    }

    private static Task<Azure.Response> SetModeAsync(TestApp app, string mode) =>
        app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = mode });
}
