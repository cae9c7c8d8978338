using Hosting;
using Simulators.HubSpot.Faults;

namespace Functions.Tests.Faults;

[Collection(FaultCollections.Three)]
public sealed class When_HubSpot_stops_taking_calls(FaultEnvironment environment) : FaultTest(environment)
{
    [Theory]
    [InlineData("status-401-invalid")]
    [InlineData("status-403-missing-scopes")]
    [InlineData("status-404")]
    [InlineData("status-429-daily")]
    [InlineData("status-477")]
    public async Task For_longer_than_there_are_tries_the_users_wait_unharmed_and_go_on_by_themselves(string fault)
    {
        Run.Settings["Retry__MaxAttempts"] = "2";

        // A batch that a busy machine gives up before its call leaves has used a try.
        Run.Settings["Ledger__IntentLifetime"] = "00:00:30";
        HubSpot.Faults.Add(new FaultRule(fault) { Times = 4, RetryAfter = TimeSpan.FromSeconds(1) });
        await Run.SendSinglesAndManyAsync(singles: 3, many: 20);

        await Run.StartAppAsync();

        (await Run.EndAsync()).AssertAllCreated();
        Assert.Equal(4, HubSpot.Journal.Calls.Count(call => call.Fault is not null));
    }

    [Fact]
    public async Task Until_the_secret_is_rotated_every_user_is_created_with_the_new_token()
    {
        const string Fresh = "pat-simulated-rotated";
        var old = HubSpot.Settings.AcceptedTokens[0];
        HubSpot.Settings = HubSpot.Settings with { AcceptedTokens = [Fresh] };
        await Run.SendSinglesAndManyAsync(singles: 3, many: 20);
        await Run.StartAppAsync();
        await EndToEnd.Eventually.HoldsAsync("a 401", () => HubSpot.Journal.Calls.Any(call => call.Status is 401));

        Environment.Local.KeyVault.SetSecret(LocalEnvironment.SecretName, Fresh);

        var end = await Run.EndAsync();
        Environment.Local.KeyVault.SetSecret(LocalEnvironment.SecretName, old);
        end.AssertAllCreated();
    }
}
