using Simulators.HubSpot.Faults;

namespace Functions.Tests.Faults;

public sealed class When_HubSpot_stops_taking_calls(When_HubSpot_stops_taking_calls.App app) : IClassFixture<When_HubSpot_stops_taking_calls.App>
{
    private const int Refused = 4;

    [Theory]
    [InlineData("status-401-invalid")]
    [InlineData("status-403-missing-scopes")]
    [InlineData("status-404")]
    [InlineData("status-429-daily")]
    [InlineData("status-477")]
    public async Task For_longer_than_there_are_tries_the_users_wait_unharmed_and_go_on_by_themselves(string fault)
    {
        var run = app.Begin();
        var callsBefore = app.HubSpot.Journal.Calls.Count;
        app.HubSpot.Faults.Add(new FaultRule(fault) { Times = Refused, RetryAfter = TimeSpan.FromSeconds(1) });
        var receives = await app.HoldReceivesAsync();
        await run.SendSinglesAndManyAsync(singles: 3, many: 20);

        receives.Release();

        (await run.EndAsync()).AssertAllCreated();
        Assert.Equal(Refused, app.HubSpot.Journal.Calls.Skip(callsBefore).Count(call => call.Fault is not null));
    }

    public sealed class App : FaultApp
    {
        protected override void Configure(FaultRun run)
        {
            run.Settings["Retry__MaxAttempts"] = "2";

            // A batch that a busy machine ends before its call leaves has used an attempt.
            run.Settings["Ledger__IntentLifetime"] = "00:00:30";
        }
    }
}
