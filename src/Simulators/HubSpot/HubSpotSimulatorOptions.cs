namespace Simulators.HubSpot;

/// <summary>What is fixed when the simulator starts; everything else is in <see cref="HubSpotSettings"/>.</summary>
public sealed record HubSpotSimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Makes shuffling, latency and fault probabilities repeatable.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The settings to start with.</summary>
    public HubSpotSettings Settings { get; init; } = new();
}
