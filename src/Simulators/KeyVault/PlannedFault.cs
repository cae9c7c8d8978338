namespace Simulators.KeyVault;

/// <summary>A fault and when to retry after it.</summary>
internal sealed record PlannedFault(VaultFault Fault, TimeSpan RetryAfter);
