using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Simulators.Hosting;

namespace Simulators.KeyVault;

/// <summary>
/// A stand-in for Key Vault that the real <c>SecretClient</c> reads secrets from, over HTTPS with a certificate made in memory.
/// The client needs <c>DisableChallengeResourceVerification</c> and must trust <see cref="CertificatePem"/>.
/// </summary>
public sealed class KeyVaultSimulator : IAsyncDisposable
{
    private readonly ConcurrentQueue<PlannedFault> _faults = new();
    private readonly SecretStore _secrets;
    private readonly VaultApi _api;
    private readonly X509Certificate2 _certificate;
    private readonly bool _ownsCertificate;
    private LoopbackServer? _server;
    private int _requests;

    private KeyVaultSimulator(KeyVaultSimulatorOptions options, TimeProvider time)
    {
        _secrets = new SecretStore(time);
        _api = new VaultApi(_secrets, time);
        _ownsCertificate = options.Certificate is null;
        _certificate = options.Certificate ?? SelfSignedCertificate.Create(time.GetUtcNow());
    }

    /// <summary>The vault's address: <c>https://127.0.0.1:port/</c>.</summary>
    public Uri VaultUri => _server!.BaseAddress;

    /// <summary>The certificate to trust, for instance through a file named by <c>SSL_CERT_FILE</c>.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The certificate's key, for another server of the same environment.</summary>
    public string PrivateKeyPem => SelfSignedCertificate.PrivateKeyPem(_certificate);

    /// <summary>All requests so far, with the challenges.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts a vault without secrets.</summary>
    /// <param name="options">The port and the certificate.</param>
    /// <param name="time">The clock of timestamps and of the certificate's validity.</param>
    /// <returns>The running vault.</returns>
    public static async Task<KeyVaultSimulator> StartAsync(
        KeyVaultSimulatorOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var vault = new KeyVaultSimulator(options, time ?? TimeProvider.System);
        vault._server = await LoopbackServer.StartAsync(options.Port, vault._certificate, vault.HandleAsync, cancellationToken);
        return vault;
    }

    /// <summary>Adds a version to a secret, which becomes the current one.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">Its new value.</param>
    /// <returns>The new version.</returns>
    public string SetSecret(string name, string value) => _secrets.Add(name, value);

    /// <summary>Disables or enables the current version of a secret.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="enabled">Whether it can be read.</param>
    /// <exception cref="ArgumentException">There is no such secret.</exception>
    public void SetEnabled(string name, bool enabled) => _secrets.SetEnabled(name, enabled);

    /// <summary>Lets the next requests fail.</summary>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many requests.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> of <see cref="VaultFault.Throttled"/>; one second by default.</param>
    public void FailNext(VaultFault fault, int times = 1, TimeSpan? retryAfter = null)
    {
        for (var time = 0; time < times; time++)
        {
            _faults.Enqueue(new PlannedFault(fault, retryAfter ?? TimeSpan.FromSeconds(1)));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        if (_ownsCertificate)
        {
            _certificate.Dispose();
        }
    }

    private Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        Interlocked.Increment(ref _requests);
        return _api.HandleAsync(http, _faults.TryDequeue(out var fault) ? fault : null, stopping);
    }
}
