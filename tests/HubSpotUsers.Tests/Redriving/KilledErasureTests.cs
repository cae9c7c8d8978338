using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;
using static Testing.Drivers.ErasureDriver;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>Erasures amid failures of storage and deaths of processes.</summary>
public sealed class KilledErasureTests
{
    /// <summary>Whatever storage call fails or process dies, the task goes on to the same end, and the others lose nothing.</summary>
    [Fact]
    public async Task Killed_at_any_step_it_goes_on_to_the_same_end()
    {
        for (var step = 0; ; step++)
        {
            await using var app = await StartFindingAsync();
            await app.SendAsync("crm-7", Ada, Bert);
            await app.HandleFindableAsync(hashes: 4);
            await app.PoisonUsersAsync(PoisonReason.Rejected, User(Bert), User(Ada));
            var left = step;
            var id = await app.BeginErasingAsync(await app.PersonAsync(Ada));
            FailOnce(app, () => left-- is 0);

            await RunThroughFailuresAsync(app);
            var isOver = left >= 0;
            left = -1;

            Assert.Equal(PoisonTaskState.Done, (await app.TaskAsync(id)).State);
            await app.AssertNothingIsLeftAsync();
            Assert.Equal(Bert, Assert.Single(Assert.Single(app.Queues.Poison.Bodies.Select(body => PoisonedMessage.Read(body, Batches.Now))).Inputs).User!.Properties["hs_email"]);
            Assert.NotNull(app.Tables.Users.Rows.Single(row => row.RowKey is "crm-7-1").GetString("HubSpotId"));
            Assert.Single((await app.Get<PersonIndex>().FindAsync(PersonKind.UniqueValue, Bert, 90))!);
            if (isOver)
            {
                Assert.InRange(step, 20, 200);
                return;
            }
        }
    }

    private static void FailOnce(TestApp app, Func<bool> isDue)
    {
        Func<string, Exception?> fails = _ => isDue() ? StorageFailures.Busy() : null;
        foreach (var table in new[] { app.Tables.Users, app.Tables.Batches, app.Tables.Poison, app.Tables.Requests, app.Tables.Control })
        {
            table.Fails = fails;
        }

        app.Queues.Poison.Fails = fails;
        app.Queues.Tasks.Fails = operation => operation is "send" ? fails(operation) : null;
    }

    private static async Task RunThroughFailuresAsync(TestApp app)
    {
        while (await app.TakeTaskAsync() is { } message)
        {
            try
            {
                await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
                await app.Queues.Tasks.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
            catch (Azure.RequestFailedException)
            {
                // The message is delivered again after its lease.
            }
        }
    }
}
