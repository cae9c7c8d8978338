using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Faults;

public sealed class When_inputs_are_bad(When_inputs_are_bad.App app) : IClassFixture<When_inputs_are_bad.App>
{
    private const int Users = 100;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(50, 1)]
    [InlineData(100, 1)]
    public async Task And_HubSpot_names_them_the_others_are_created_in_one_call(int bad, int calls) => await CheckAsync(bad, calls, isPartial: true);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 15)]
    [InlineData(2, 29)]
    [InlineData(50, 199)]
    [InlineData(100, 199)]
    public async Task And_HubSpot_refuses_the_whole_call_the_others_are_created(int bad, int mostCalls) => await CheckAsync(bad, mostCalls, isPartial: false);

    private async Task CheckAsync(int bad, int mostCalls, bool isPartial)
    {
        var run = app.Begin();
        app.HubSpot.Settings = app.HubSpot.Settings with { PartialSuccess = isPartial };

        // Spread as evenly as the numbers allow: the worst case for halving.
        var sourceId = await run.SendAsync([.. TestUser.Next(Users).Select((user, index) =>
            (index + 1) * bad / Users > index * bad / Users ? user.ToRejectedInput() : user.ToInput())]);

        var end = await run.EndAsync();
        end.AssertOutcomes(("Created", Users - bad), ("Rejected", bad));
        Assert.Equal(Users - bad, end.Facts.Created.Count);
        Assert.Equal(bad, end.Facts.Poisoned.Count(input => input.Reason is "Rejected"));
        var calls = app.HubSpot.Journal.Calls.Count(call => call.TraceIds.Any(traceId => traceId.StartsWith(sourceId, StringComparison.Ordinal)));
        Assert.InRange(calls, 1, mostCalls);
    }

    public sealed class App : FaultApp
    {
        /// <summary>Two hundred calls take ten seconds under HubSpot's limit.</summary>
        protected override void Configure(FaultRun run) => run.Settings["Ledger__IntentLifetime"] = "00:01:00";
    }
}
