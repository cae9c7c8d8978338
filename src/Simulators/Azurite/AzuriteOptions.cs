namespace Simulators.Azurite;

/// <summary>How an Azurite is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The ports; free ones unless chosen.</summary>
    public AzuritePorts Ports { get; init; } = AzuritePorts.Free;

    /// <summary>Whether queue operations cost the same however long the queue is; no response changes.</summary>
    public bool Fast { get; init; } = true;

    /// <summary>With <see cref="PrivateKeyPem"/>: serves HTTPS and accepts tokens (<c>--oauth basic</c>) besides the account key.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>The certificate's key.</summary>
    public string? PrivateKeyPem { get; init; }

    /// <summary>How long the server may take until it listens.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
