namespace Simulators.KeyVault;

/// <summary>An error as Key Vault writes it.</summary>
internal sealed record VaultErrorBody(VaultError Error);
