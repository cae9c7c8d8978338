using Azure.Storage.Queues.Models;
using HubSpotUsers;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;

namespace Testing.Drivers;

/// <summary>Fills an app's poison queue, has tasks over it carried out, and hands on what they send back.</summary>
internal static class PoisonDriver
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Poisons users of a message: those at the positions given.</summary>
    public static Task PoisonAsync(this TestApp app, string sourceId, PoisonReason reason, params IReadOnlyList<int> indexes)
    {
        var header = new PoisonHeader(SourceId.Of(sourceId, Batches.Now), reason, $"{indexes.Count} users", CorrelationId: null, Attempt: 3, Batches.Now, app.Time.GetUtcNow());
        return app.Get<PoisonQueue>().SendAsync(header, [.. indexes.Select(index => new EnvelopeInput(index, null, System.Text.Json.JsonElement.Parse(Json(sourceId, index))))]);
    }

    /// <summary>The user at a position of a message.</summary>
    public static string Json(string sourceId, int index) => $$$"""{"properties":{"hs_email":"{{{sourceId}}}.{{{index}}}@example.com"}}""";

    /// <summary>Begins a task, some time after what is there was poisoned.</summary>
    public static async Task<string> BeginAsync(
        this TestApp app, PoisonTaskKind kind, Func<PoisonTask, PoisonTask>? change = null, System.Text.Json.JsonElement? inputs = null, Erasure? erasure = null)
    {
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var now = app.Time.GetUtcNow();
        var task = new PoisonTask { Id = Guid.CreateVersion7(now).ToString("N"), Kind = kind, Filter = new PoisonFilter(), DecidedAt = now };
        await app.Get<PoisonTasks>().BeginAsync(change is null ? task : change(task), inputs, erasure);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        return task.Id;
    }

    /// <summary>Begins a task and carries it out.</summary>
    public static async Task<PoisonTask> RunAsync(this TestApp app, PoisonTaskKind kind, Func<PoisonTask, PoisonTask>? change = null, System.Text.Json.JsonElement? inputs = null)
    {
        var id = await app.BeginAsync(kind, change, inputs);
        await app.RunTasksAsync();
        return await app.TaskAsync(id);
    }

    public static async Task<PoisonTask> TaskAsync(this TestApp app, string id) => (await app.Get<PoisonTasks>().FindAsync(id))!;

    /// <summary>Handles the messages of the queue of tasks, waiting for those that are delayed, until there are none.</summary>
    public static async Task RunTasksAsync(this TestApp app)
    {
        while (await app.TakeTaskAsync() is { } message)
        {
            await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
            await app.Queues.Tasks.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }

    /// <summary>Receives the next message of the queue of tasks; null when there is none.</summary>
    public static async Task<QueueMessage?> TakeTaskAsync(this TestApp app)
    {
        if (app.Queues.Tasks.NextVisibleAt is not { } visibleAt)
        {
            return null;
        }

        if (visibleAt > app.Time.GetUtcNow())
        {
            app.Time.Advance(visibleAt - app.Time.GetUtcNow());
        }

        QueueMessage[] received = await app.Queues.Tasks.ReceiveMessagesAsync(1, Lease);
        return received[0];
    }

    /// <summary>Handles the visible messages of the queue of users, one after the other.</summary>
    public static async Task HandleUsersAsync(this TestApp app)
    {
        while (true)
        {
            QueueMessage[] received = await app.Queues.Users.ReceiveMessagesAsync(1, Lease);
            if (received is not [var message])
            {
                return;
            }

            await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(message, default));
            await app.Queues.Users.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }
}
