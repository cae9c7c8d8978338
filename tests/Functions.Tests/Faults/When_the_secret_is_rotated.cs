using Hosting;

namespace Functions.Tests.Faults;

[Collection(FaultCollections.Two)]
public sealed class When_the_secret_is_rotated(FaultEnvironment environment) : FaultTest(environment)
{
    [Fact]
    public async Task After_the_old_token_is_refused_every_user_is_created_with_the_new_one()
    {
        const string Fresh = "pat-simulated-rotated";
        var old = HubSpot.Settings.AcceptedTokens[0];
        HubSpot.Settings = HubSpot.Settings with { AcceptedTokens = [Fresh] };
        await Run.SendSinglesAndManyAsync(singles: 3, many: 20);
        await Run.StartAppAsync();
        await Eventually.HoldsAsync("a 401", () => HubSpot.Journal.Calls.Any(call => call.Status is 401));

        Environment.Local.KeyVault.SetSecret(LocalEnvironment.SecretName, Fresh);

        var end = await Run.EndAsync();
        Environment.Local.KeyVault.SetSecret(LocalEnvironment.SecretName, old);
        end.AssertAllCreated();
    }
}
