namespace Simulators.KeyVault;

/// <summary>What may happen to a call to the vault.</summary>
public enum VaultFault
{
    /// <summary>429 with <c>Retry-After</c>.</summary>
    Throttled,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>403, as when the identity has no role on the vault.</summary>
    Forbidden,

    /// <summary>No response until the caller cancels.</summary>
    Hang,
}
