using Api.Health;
using Api.Tests.Reading;
using HubSpotUsers.Pausing;
using Testing.Drivers;

namespace Api.Tests.Health;

public sealed class PauseEndpointTests
{
    [Fact]
    public async Task A_pause_holds_at_once_and_for_other_processes_and_ends_with_its_row()
    {
        await using var app = await TestApp.StartAsync();
        var caller = new Caller(app);

        var paused = await caller.GetAsync(app.Get<PauseEndpoint>().PauseAsync);
        var row = Assert.Single(app.Tables.Control.Rows, one => one.RowKey is ControlTable.ModeRow);
        var resumed = await caller.GetAsync(app.Get<PauseEndpoint>().ResumeAsync);

        Assert.Equal(("Pause", "Operator"), (paused["mode"]!.GetValue<string>(), paused["pause"]!["reason"]!.GetValue<string>()));
        Assert.Equal("Pause", row["Mode"]);
        Assert.Equal("Run", resumed["mode"]!.GetValue<string>());
        Assert.Null(resumed["pause"]);
        Assert.DoesNotContain(app.Tables.Control.Rows, one => one.RowKey is ControlTable.ModeRow);
    }

    [Fact]
    public async Task After_a_pause_a_dry_run_that_the_setting_asks_for_is_one_again()
    {
        await using var app = await TestApp.StartAsync(("Processing:Mode", "DryRun"));
        var caller = new Caller(app);

        await caller.GetAsync(app.Get<PauseEndpoint>().PauseAsync);
        var resumed = await caller.GetAsync(app.Get<PauseEndpoint>().ResumeAsync);

        Assert.Equal("DryRun", resumed["mode"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pause_by_the_setting_is_not_ended_here()
    {
        await using var app = await TestApp.StartAsync(("Processing:Mode", "Pause"));

        var (status, _, text) = await new Caller(app).AskAsync(app.Get<PauseEndpoint>().ResumeAsync);

        Assert.Equal(409, status);
        Assert.Contains("Processing__Mode", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resuming_what_was_not_paused_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();

        var (status, _, _) = await new Caller(app).AskAsync(app.Get<PauseEndpoint>().ResumeAsync);

        Assert.Equal(200, status);
    }
}
