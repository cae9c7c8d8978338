namespace Simulators.KeyVault;

/// <summary>A secret as Key Vault writes it.</summary>
internal sealed record SecretBody(string Value, string Id, SecretAttributes Attributes);
