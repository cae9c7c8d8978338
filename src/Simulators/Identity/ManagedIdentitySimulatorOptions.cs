namespace Simulators.Identity;

/// <summary>What is fixed when the simulated identity endpoint starts.</summary>
public sealed record ManagedIdentitySimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The tenant named as the tokens' issuer.</summary>
    public Guid TenantId { get; init; } = new("11111111-2222-3333-4444-555555555555");

    /// <summary>The identity's client id.</summary>
    public Guid ClientId { get; init; } = new("66666666-7777-8888-9999-aaaaaaaaaaaa");

    /// <summary>How long tokens live.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);
}
