using System.Security.Cryptography.X509Certificates;

namespace Simulators.KeyVault;

/// <summary>What is fixed when the simulated vault starts.</summary>
public sealed record KeyVaultSimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The server's certificate; without one the vault makes its own.</summary>
    public X509Certificate2? Certificate { get; init; }
}
