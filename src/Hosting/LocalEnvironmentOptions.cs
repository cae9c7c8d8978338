using Simulators.Azurite;
using Simulators.HubSpot;

namespace Hosting;

/// <summary>How the environment is started.</summary>
public sealed record LocalEnvironmentOptions
{
    /// <summary>The storage emulator's ports; null looks at the usual ones and starts on free ones.</summary>
    public AzuritePorts? StoragePorts { get; init; }

    /// <summary>Whether a storage emulator that listens already is used.</summary>
    public bool UseRunningAzurite { get; init; }

    /// <summary>Whether the app has no key to storage: it signs in with its identity, over HTTPS, as in Azure.</summary>
    public bool Keyless { get; init; }

    /// <summary>The simulated HubSpot's port; 0 takes a free one.</summary>
    public int HubSpotPort { get; init; }

    /// <summary>The simulated Key Vault's port; 0 takes a free one.</summary>
    public int KeyVaultPort { get; init; }

    /// <summary>What the simulated HubSpot draws from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How the simulated HubSpot behaves.</summary>
    public HubSpotSettings HubSpot { get; init; } = new();
}
