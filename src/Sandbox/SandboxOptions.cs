using Cli.Files;
using Hosting;
using Simulators.Azurite;

namespace Sandbox;

/// <summary>What the command line asks for.</summary>
internal sealed record SandboxOptions
{
    /// <summary>How many users to generate; unused with <see cref="Input"/>.</summary>
    public required int Users { get; init; }

    /// <summary>A file of users to send instead.</summary>
    public LocalFile? Input { get; init; }

    /// <summary>Whether to show only what becomes of <see cref="Input"/>.</summary>
    public bool DryRun { get; init; }

    /// <summary>A file of messages to send instead, one a line.</summary>
    public FileInfo? Messages { get; init; }

    /// <summary>Whether to end when all is done.</summary>
    public required bool Once { get; init; }

    /// <summary>Where to write the report.</summary>
    public FileInfo? Report { get; init; }

    /// <summary>Where to keep what host and app log.</summary>
    public FileInfo? Log { get; init; }

    /// <summary>Whether HubSpot fails in every way it can, odd users are sent, storage goes away and the function app is killed on the way.</summary>
    public required bool Storm { get; init; }

    /// <summary>What the faults, and HubSpot's behaviour, are drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>Which host runs the function app.</summary>
    public required HostProgram Host { get; init; }

    /// <summary>The function app's port; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>The simulated HubSpot's port; 0 takes a free one.</summary>
    public required int HubSpotPort { get; init; }

    /// <summary>The simulated Key Vault's port; 0 takes a free one.</summary>
    public required int KeyVaultPort { get; init; }

    /// <summary>The storage emulator's ports: one that listens there is used, else one is started there. Null looks at the usual ports and starts on free ones.</summary>
    public AzuritePorts? StoragePorts { get; init; }

    /// <summary>How long the simulated HubSpot takes for a response.</summary>
    public required TimeSpan Latency { get; init; }
}
