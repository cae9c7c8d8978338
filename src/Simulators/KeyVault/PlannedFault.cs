namespace Simulators.KeyVault;

/// <summary>A fault and when to try again after it.</summary>
internal sealed record PlannedFault(VaultFault Fault, TimeSpan RetryAfter);
