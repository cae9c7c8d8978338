using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot.Faults;

namespace Functions.Tests.Faults;

/// <summary>Without a unique property an ambiguous response stays one: its users are poisoned as unknown after the one call.</summary>
public sealed class When_HubSpot_sends_unexpected_responses_without_a_unique_property(When_HubSpot_sends_unexpected_responses_without_a_unique_property.App app)
    : IClassFixture<When_HubSpot_sends_unexpected_responses_without_a_unique_property.App>
{
    private const int Users = 7;

    [Theory]
    [InlineData("status-500-before")]
    [InlineData("status-503-after")]
    [InlineData("status-524-after")]
    [InlineData("reset-before")]
    [InlineData("reset-after")]
    [InlineData("hang-after")]
    [InlineData("late-apply")]
    [InlineData("truncated-body")]
    [InlineData("drip")]
    [InlineData("html-200-after")]
    [InlineData("huge-body")]
    [InlineData("empty-both-lists-before")]
    [InlineData("empty-both-lists-after")]
    [InlineData("status-PENDING-after")]
    public async Task The_users_are_poisoned_as_unknown_and_never_sent_again(string fault)
    {
        var run = app.Begin();
        app.HubSpot.Faults.Add(fault);

        var sourceId = await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);

        var end = await run.EndAsync();
        end.AssertOutcomes(("Unknown", Users));
        Assert.Equal(Users, end.Facts.Poisoned.Count(input => input.Reason is "Unknown"));
        Assert.Single(app.HubSpot.Journal.Calls, call => call.TraceIds.Contains($"{sourceId}-0"));
    }

    [Theory]
    [InlineData("status-429-rolling")]
    [InlineData("status-423")]
    [InlineData("status-477")]
    [InlineData("status-401-expired")]
    [InlineData("status-525")]
    public async Task Users_that_certainly_were_not_created_are_created_later(string fault)
    {
        var run = app.Begin();
        app.HubSpot.Faults.Add(new FaultRule(fault) { RetryAfter = TimeSpan.FromSeconds(1) });

        await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);

        (await run.EndAsync()).AssertAllCreated();
    }

    public sealed class App : FaultApp
    {
        protected override void Configure(FaultRun run) => run.WithoutUniqueProperty();
    }
}
