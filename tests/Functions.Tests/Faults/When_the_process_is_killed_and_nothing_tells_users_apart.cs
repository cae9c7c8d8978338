using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>Without a unique property HubSpot cannot be asked what it has: doubtful users are poisoned, and none is sent twice.</summary>
public sealed class When_the_process_is_killed_and_nothing_tells_users_apart(When_the_process_is_killed_and_nothing_tells_users_apart.App app)
    : KillTest(app), IClassFixture<When_the_process_is_killed_and_nothing_tells_users_apart.App>
{
    [Fact]
    public async Task After_receive_every_user_is_created()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.WriteRow, "HubSpotIntents", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task After_the_intent_the_users_named_by_it_are_poisoned()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.WriteRow, "HubSpotIntents", StorageFault.HeldAfter);

        end.AssertAllCreatedOrUnknown();
        Assert.True(end.CountOf("Unknown") > 0);
        Assert.Equal(end.CountOf("Created"), end.Facts.Created.Count);
    }

    [Theory]
    [InlineData("hang-after", 0)]
    [InlineData("late-apply", 2)]
    [InlineData("late-apply", 10)]
    public async Task After_the_POST_left_doubtful_users_are_poisoned_and_created_once_at_most(string fault, int delay)
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAfterPostAsync(new FaultRule(fault) { Delay = TimeSpan.FromSeconds(delay) });

        end.AssertAllCreatedOrUnknown();
        Assert.True(end.CountOf("Unknown") > 0);
    }

    [Fact]
    public async Task After_the_response_before_the_rows_doubtful_users_are_poisoned()
    {
        await Run.SendSinglesAndManyAsync();

        var end = await KillAtAsync(StorageOperation.Transaction, "HubSpotUsers", StorageFault.HeldBefore);

        end.AssertAllCreatedOrUnknown();
        Assert.True(end.CountOf("Unknown") > 0);
        Assert.True(end.Facts.Created.Count > end.CountOf("Created"));
    }

    [Fact]
    public async Task Between_the_rows_and_the_removal_of_the_intent_no_user_is_in_doubt()
    {
        await Run.SendSinglesAndManyAsync(singles: 5, many: 60);

        var end = await KillAtAsync(StorageOperation.DeleteRow, "HubSpotIntents", StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    [Fact]
    public async Task Between_the_removal_of_the_intent_and_the_delete_of_the_message_no_user_is_in_doubt()
    {
        await Run.SendSinglesAndManyAsync(singles: 5, many: 60);

        var end = await KillAtAsync(StorageOperation.DeleteMessage, Run.Queue.Name, StorageFault.HeldBefore);

        end.AssertAllCreated();
    }

    public sealed class App : FaultApp
    {
        protected override void Configure(FaultRun run) => run.WithoutUniqueProperty();
    }
}
