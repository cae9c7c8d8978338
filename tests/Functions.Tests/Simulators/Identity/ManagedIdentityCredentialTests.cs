using Azure.Core;
using Azure.Identity;
using Simulators.Identity;

namespace Functions.Tests.Simulators.Identity;

[Collection(EnvironmentCollection.Name)]
public sealed class ManagedIdentityCredentialTests
{
    [Fact]
    public async Task The_real_credential_gets_a_token_for_storage()
    {
        await using var identity = await ManagedIdentitySimulator.StartAsync(new ManagedIdentitySimulatorOptions());
        var before = identity.Environment.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach (var (name, value) in identity.Environment)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            var credential = new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
            var token = await credential.GetTokenAsync(new TokenRequestContext(["https://storage.azure.com/.default"]), TestContext.Current.CancellationToken);

            Assert.Equal("https://storage.azure.com", (string?)TokenContent.Of(token.Token)["aud"]);
            Assert.Equal(1, identity.TokensIssued);
        }
        finally
        {
            foreach (var (name, value) in before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
