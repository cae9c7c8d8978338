namespace Simulators.KeyVault;

/// <summary>One version of a secret.</summary>
internal sealed record SecretVersion(string Version, string Value, DateTimeOffset CreatedAt)
{
    public bool Enabled { get; init; } = true;
}
