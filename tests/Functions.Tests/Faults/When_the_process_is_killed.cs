using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Faults;

public sealed class When_the_process_is_killed(When_the_process_is_killed.App app) : KillTest(app), IClassFixture<When_the_process_is_killed.App>
{
    [Fact]
    public async Task After_receive_every_user_is_created()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.WriteRow, "HubSpotIntents", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task After_the_intent_every_user_is_created()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.WriteRow, "HubSpotIntents", StorageFault.HeldAfter);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task After_the_claim_every_user_is_created()
    {
        await Run.SendWithIdAsync("order:1", TestUser.Next().ToInput());
        await Run.SendWithIdAsync("order:2", TestUser.Next(30).Select(user => user.ToInput()));

        var end = await KillAtAsync(StorageOperation.Transaction, "HubSpotUsers", StorageFault.HeldAfter);

        end.AssertAllCreated();
    }

    [Theory]
    [InlineData("hang-before", 0)]
    [InlineData("hang-after", 0)]
    [InlineData("late-apply", 2)]
    [InlineData("late-apply", 10)]
    public async Task After_the_POST_left_every_user_is_created_once(string fault, int delay)
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAfterPostAsync(new FaultRule(fault) { Delay = TimeSpan.FromSeconds(delay) });

        end.AssertAllCreated();
    }

    [Fact]
    public async Task After_the_response_before_the_rows_every_user_is_created_once()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.Transaction, "HubSpotUsers", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task Between_the_rows_and_the_batch_row_every_user_is_created_once()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.WriteRow, "HubSpotBatches", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task Between_the_rows_and_the_removal_of_the_intent_every_user_is_created_once()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.DeleteRow, "HubSpotIntents", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task Between_the_removal_of_the_intent_and_the_delete_of_the_message_every_user_is_created_once()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.DeleteMessage, Run.Queue.Name, StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_poisoning_every_refused_user_is_poisoned(bool isEnvelopeSent)
    {
        await Run.SendAsync(TestUser.Next().ToRejectedInput());
        await Run.SendAsync(TestUser.Next().ToRejectedInput());
        await Run.SendAsync([.. TestUser.Next(20).Select(user => user.ToInput()), .. TestUser.Next(5).Select(user => user.ToRejectedInput())]);

        var end = await KillAtAsync(StorageOperation.PutMessage, Run.PoisonQueue, isEnvelopeSent ? StorageFault.HeldAfter : StorageFault.HeldBefore);

        end.AssertOutcomes(("Created", 20), ("Rejected", 7));
        Assert.Equal(7, end.Facts.Poisoned.Select(input => input.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_deferring_every_user_is_created_once(bool isEnvelopeSent)
    {
        await Run.SendSinglesAndManyAsync();
        HubSpot.Faults.Add(new FaultRule("status-429-daily") { Times = 3, RetryAfter = TimeSpan.FromSeconds(1) });

        var end = await KillAtAsync(StorageOperation.PutMessage, Run.Queue.Name, isEnvelopeSent ? StorageFault.HeldAfter : StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    public sealed class App : FaultApp;
}
