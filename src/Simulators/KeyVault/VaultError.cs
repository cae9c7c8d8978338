namespace Simulators.KeyVault;

/// <summary>What went wrong.</summary>
internal sealed record VaultError(string Code, string Message);
