using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>The rows of tasks.</summary>
public sealed class PoisonTasksTests
{
    [Fact]
    public async Task A_task_that_was_stopped_before_it_began_keeps_the_time_of_its_end()
    {
        await using var app = await TestApp.StartAsync();
        var begins = await app.TaskAsync(await app.BeginAsync(PoisonTaskKind.Redrive));
        var stopped = await app.Get<PoisonTasks>().StopAsync(begins.Id);
        app.Time.Advance(TimeSpan.FromMinutes(1));

        var saved = await app.Get<PoisonTasks>().SaveAsync(begins with { State = PoisonTaskState.Running });

        Assert.Equal((PoisonTaskState.Stopped, stopped!.EndedAt), (saved.State, saved.EndedAt));
        Assert.Equal(saved, await app.TaskAsync(begins.Id));
    }

    [Theory]
    [InlineData("Kind", "Reorder")]
    [InlineData("Kind", null)]
    [InlineData("State", "Resting")]
    [InlineData("Reason", "Weather")]
    [InlineData("To", "the day after")]
    [InlineData("IsDryRun", null)]
    [InlineData("IsAboutDoubtful", "maybe")]
    [InlineData("DecidedAt", null)]
    [InlineData("PerSecond", "few")]
    public async Task A_task_whose_row_cannot_be_read_whole_changes_nothing_and_ends_with_the_reason(string column, string? value)
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = await app.BeginAsync(PoisonTaskKind.Drop);
        var row = new TableEntity(app.Tables.Poison.Rows.Single(row => row.PartitionKey is "task"));
        row.Remove(column);
        if (value is not null)
        {
            row[column] = value;
        }

        await app.Tables.Poison.UpsertEntityAsync(row, TableUpdateMode.Replace);

        await app.RunTasksAsync();

        var task = Assert.Single(await app.Get<PoisonTasks>().ReadAsync(0, 10));
        Assert.Equal((id, PoisonTaskKind.Unknown, PoisonTaskState.Stopped), (task.Id, task.Kind, task.State));
        Assert.Contains("row", task.Detail, StringComparison.Ordinal);
        Assert.NotNull(task.EndedAt);
        Assert.Equal(1, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task Tasks_are_read_newest_first_and_as_many_as_are_asked_for()
    {
        await using var app = await TestApp.StartAsync();
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            ids.Add(await app.BeginAsync(PoisonTaskKind.Redrive));
        }

        await app.BeginAsync(PoisonTaskKind.Scan);

        var tasks = await app.Get<PoisonTasks>().ReadAsync(skip: 1, take: 2);

        Assert.Equal([ids[3], ids[2]], tasks.Select(task => task.Id));
        Assert.Equal(tasks[0], await app.TaskAsync(ids[3]));
    }
}
