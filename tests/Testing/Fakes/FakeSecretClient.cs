using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Testing.Fakes;

/// <summary>A vault with one secret, whose responses can be held up or refused.</summary>
internal sealed class FakeSecretClient : SecretClient
{
    private int _reads;

    public string? Value { get; set; } = "pat-eu1-first";

    public string Version { get; set; } = "v1";

    public Exception? Failure { get; set; }

    /// <summary>Other secrets, by name.</summary>
    public Dictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>What every read of another secret waits for, or fails with.</summary>
    public Func<Task> BeforeOthers { get; set; } = () => Task.CompletedTask;

    /// <summary>What every read waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Reads => Volatile.Read(ref _reads);

    public override async Task<Response<KeyVaultSecret>> GetSecretAsync(
        string name,
        string? version = null,
        SecretContentType? outContentType = null,
        CancellationToken cancellationToken = default)
    {
        if (Others.TryGetValue(name, out var other))
        {
            await BeforeOthers();
            return Response.FromValue(SecretModelFactory.KeyVaultSecret(SecretModelFactory.SecretProperties(new Uri($"https://vault.test/secrets/{name}/v1"), name: name), other), null!);
        }

        Interlocked.Increment(ref _reads);
        await Gate;
        if (Failure is { } failure)
        {
            throw failure;
        }

        var properties = SecretModelFactory.SecretProperties(new Uri($"https://vault.test/secrets/{name}/{Version}"), name: name, version: Version);
        return Response.FromValue(SecretModelFactory.KeyVaultSecret(properties, Value), null!);
    }
}
