using System.Net;
using Azure;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Redriving;

public sealed class RedriveTests
{
    [Fact]
    public async Task All_messages_are_sent_back_and_their_users_created_under_the_identity_they_had()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        foreach (var number in Enumerable.Range(0, 70))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.RetriesExhausted, 4, 7);
        }

        var task = await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();

        Assert.Equal((PoisonTaskState.Done, 70, 140, 0), (task.State, task.Messages, task.Users, task.Skipped));
        Assert.Empty(app.Queues.Poison.Bodies);
        Assert.Empty(await app.Get<PoisonIndex>().ReadAsync());
        Assert.Equal(
            Enumerable.Range(0, 70).SelectMany(number => new[] { $"m{number}-4", $"m{number}-7" }).Order(StringComparer.Ordinal),
            app.Tables.Users.Rows.Where(row => row.GetString("Outcome") is "Created").Select(row => row.RowKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_what_is_meant_is_sent_back_and_the_rest_is_visible_at_once_as_it_was()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 40))
        {
            await app.PoisonAsync($"m{number}", number % 2 is 0 ? PoisonReason.Rejected : PoisonReason.Expired, 0);
        }

        var before = (await app.Get<PoisonIndex>().ReadAsync()).Where(entry => entry.Reason is PoisonReason.Rejected).Select(entry => entry.Id);

        var task = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { Filter = new PoisonFilter(PoisonReason.Expired) });

        Assert.Equal((20, 20), (task.Messages, app.Queues.Users.Messages.Count));
        Assert.Equal(20, app.Queues.Poison.Visible);
        Assert.Equal(before.Order(StringComparer.Ordinal), (await app.Get<PoisonIndex>().ReadAsync()).Select(entry => entry.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Doubt_is_left_without_a_decision_about_it()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        await app.PoisonAsync("n", PoisonReason.Rejected, 0);

        var task = await app.RunAsync(PoisonTaskKind.Redrive);

        Assert.Equal((1, 1), (task.Messages, task.Skipped));
        Assert.Contains("\"n\"", Assert.Single(app.Queues.Users.Messages).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task Decided_doubt_has_HubSpot_asked_first_where_it_can_be()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(Batches.Now, "m.0@example.com");
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);

        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();

        Assert.Empty(app.HubSpot.Creates);
        Assert.Equal(("m-0", "Created"), Row(app));
    }

    [Fact]
    public async Task One_decision_sends_a_user_of_unknown_outcome_once_however_many_copies_it_makes()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        app.Queues.Poison.Fails = Once("delete");
        await RunInterruptedAsync(app, task => task with { IsAboutDoubtful = true });
        Assert.Equal(2, app.Queues.Users.Messages.Count);

        // The first copy meets the same doubt again, which is news to whoever decided.
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
        Assert.Equal(("m-0", "Unknown"), Row(app));
    }

    [Fact]
    public async Task A_new_decision_sends_it_again()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();

        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();

        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.Equal(("m-0", "Created"), Row(app));
    }

    [Fact]
    public async Task Sent_and_not_deleted_a_message_comes_twice_and_its_user_is_created_once()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        app.Queues.Poison.Fails = Once("delete");

        var task = await RunInterruptedAsync(app);
        await app.HandleUsersAsync();

        Assert.Equal((PoisonTaskState.Done, 2), (task.State, app.Queues.Users.Messages.Count));
        Assert.Single(app.HubSpot.Creates);
        Assert.Equal(("m-0", "Created"), Row(app));
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Users_that_were_created_meanwhile_are_not_sent()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Created, "7"));

        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();

        Assert.Empty(app.HubSpot.Requests);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Users_that_fail_again_come_after_the_decision_so_that_the_task_ends()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = await app.BeginAsync(PoisonTaskKind.Redrive);
        await app.RunTasksAsync();
        await app.HandleUsersAsync();
        await app.Get<TaskQueue>().SendAsync(new TaskMessage { Poison = new PoisonSlice(id, 0) });

        await app.RunTasksAsync();

        Assert.Equal((PoisonTaskState.Done, 1), ((await app.TaskAsync(id)).State, (await app.TaskAsync(id)).Messages));
        Assert.Single(app.Queues.Poison.Bodies);
        Assert.Single(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task Users_without_a_good_one_among_them_need_a_correction()
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("[7,8]"), default);
        await app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("no JSON"), default);

        var task = await app.RunAsync(PoisonTaskKind.Redrive);

        Assert.Equal((0, 2), (task.Messages, task.Skipped));
        Assert.Equal(2, app.Queues.Poison.Visible);
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0, 1);

        var task = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsDryRun = true });

        Assert.Equal((PoisonTaskState.Done, 1, 2), (task.State, task.Messages, task.Users));
        Assert.Equal(1, app.Queues.Poison.Visible);
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task No_more_users_a_second_are_sent_back_than_asked_for_over_slices_too()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 30))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, 0, 1, 2, 3);
        }

        var begun = app.Time.GetUtcNow();
        var task = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1 });

        Assert.Equal((PoisonTaskState.Done, 30, 120), (task.State, task.Messages, task.Users));
        Assert.InRange(app.Time.GetUtcNow() - begun, TimeSpan.FromSeconds(29 * 4), TimeSpan.FromMinutes(4));
        Assert.True(task.Slice > 0);
    }

    [Fact]
    public async Task A_host_s_bare_copy_is_doubtful_and_known_by_its_content()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(PoisonDriver.Json("m", 0)));
        }

        var left = await app.RunAsync(PoisonTaskKind.Redrive);
        var sent = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();

        Assert.Equal((2, 2), (left.Skipped, sent.Messages));
        Assert.Single(app.HubSpot.Creates);
        Assert.StartsWith(PoisonedMessage.ContentPrefix, Row(app).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"order-7","inputs":[{"properties":{"hs_email":"a@example.com"}}]}""", "order-7-0")]
    [InlineData("""{"deferral":{"sourceId":"first","firstSeen":"2026-11-20T00:00:00Z","attempt":3},"inputs":[{"index":5,"properties":{"hs_email":"a@example.com"}}]}""", "first-5")]
    public async Task A_host_s_copy_with_an_identity_keeps_it_and_needs_no_decision(string body, string key)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(body));

        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();

        Assert.Equal((key, "Created"), Row(app));
    }

    private static (string Key, string Outcome) Row(TestApp app)
    {
        var row = Assert.Single(app.Tables.Users.Rows);
        return (row.RowKey, row.GetString("Outcome"));
    }

    /// <summary>Has the first delivery of a task's message fail, and the next one carry on when everything is visible again.</summary>
    private static async Task<PoisonTask> RunInterruptedAsync(TestApp app, Func<PoisonTask, PoisonTask>? change = null)
    {
        var id = await app.BeginAsync(PoisonTaskKind.Redrive, change);
        var message = (await app.TakeTaskAsync())!;
        await Assert.ThrowsAsync<RequestFailedException>(() => app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default)));
        await app.RunTasksAsync();
        return await app.TaskAsync(id);
    }

    private static Func<string, Exception?> Once(string operation)
    {
        var left = 1;
        return called => called == operation && Interlocked.Decrement(ref left) >= 0 ? StorageFailures.Busy() : null;
    }
}
