using Azure;
using Azure.Security.KeyVault.Secrets;
using Simulators.KeyVault;

namespace Functions.Tests.Simulators.KeyVault;

public sealed class KeyVaultSimulatorTests
{
    [Fact]
    public async Task The_real_client_reads_the_newest_version_and_any_older_one()
    {
        await using var vault = await KeyVaultSimulator.StartAsync(new KeyVaultSimulatorOptions());
        var client = ClientOf(vault);
        var oldVersion = vault.SetSecret("hubspot-token", "first");
        vault.SetSecret("hubspot-token", "second");

        var newest = await client.GetSecretAsync("hubspot-token");
        var older = await client.GetSecretAsync("hubspot-token", oldVersion);

        Assert.Equal("second", newest.Value.Value);
        Assert.Equal("first", older.Value.Value);
        Assert.Equal(oldVersion, older.Value.Properties.Version);
        Assert.Equal(3, vault.Requests);
    }

    [Fact]
    public async Task A_missing_secret_and_a_disabled_one_are_errors()
    {
        await using var vault = await KeyVaultSimulator.StartAsync(new KeyVaultSimulatorOptions());
        var client = ClientOf(vault);
        vault.SetSecret("disabled", "x");
        vault.SetEnabled("disabled", enabled: false);

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetSecretAsync("missing"));
        var disabled = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetSecretAsync("disabled"));

        Assert.Equal((404, "SecretNotFound"), (missing.Status, missing.ErrorCode));
        Assert.Equal(403, disabled.Status);
    }

    [Theory]
    [InlineData(VaultFault.Throttled)]
    [InlineData(VaultFault.Unavailable)]
    public async Task After_a_passing_fault_the_client_tries_again(VaultFault fault)
    {
        await using var vault = await KeyVaultSimulator.StartAsync(new KeyVaultSimulatorOptions());
        vault.SetSecret("hubspot-token", "value");
        vault.FailNext(fault, times: 2, retryAfter: TimeSpan.Zero);

        var secret = await ClientOf(vault).GetSecretAsync("hubspot-token");

        Assert.Equal("value", secret.Value.Value);
        Assert.Equal(4, vault.Requests);
    }

    [Fact]
    public async Task A_hanging_vault_does_not_respond_until_the_caller_cancels()
    {
        await using var vault = await KeyVaultSimulator.StartAsync(new KeyVaultSimulatorOptions());
        vault.FailNext(VaultFault.Hang);
        using var patience = new CancellationTokenSource();

        var read = ClientOf(vault).GetSecretAsync("hubspot-token", cancellationToken: patience.Token);
        await Eventually.HoldsAsync(() => vault.Requests == 1);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_certificate_is_not_served()
    {
        await using var vault = await KeyVaultSimulator.StartAsync(new KeyVaultSimulatorOptions());
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(vault.VaultUri));
    }

    private static SecretClient ClientOf(KeyVaultSimulator vault) => new(vault.VaultUri, new FixedCredential(), new SecretClientOptions
    {
        DisableChallengeResourceVerification = true,
        Transport = TrustingTransport.To(vault.CertificatePem),
        Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
    });
}
