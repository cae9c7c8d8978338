using System.Security.Cryptography;
using Simulators.Azurite;
using Simulators.HubSpot;
using Simulators.Identity;
using Simulators.KeyVault;

namespace Hosting;

/// <summary>Everything around the function app: storage emulator, simulated HubSpot and Key Vault, and an identity to sign in with.</summary>
public sealed class LocalEnvironment : IAsyncDisposable
{
    /// <summary>The queue of user messages.</summary>
    public const string QueueName = "users";

    /// <summary>The secret with the HubSpot token.</summary>
    public const string SecretName = "hubspot-token";

    private const string ClientId = "66666666-7777-8888-9999-aaaaaaaaaaaa";

    private readonly AzuriteServer? _azurite;
    private readonly ManagedIdentitySimulator _identity;
    private readonly DirectoryInfo _folder;
    private readonly bool _isKeyless;

    private LocalEnvironment(
        AzuriteServer? azurite,
        AzuriteConnection storage,
        HubSpotSimulator hubSpot,
        KeyVaultSimulator keyVault,
        ManagedIdentitySimulator identity,
        DirectoryInfo folder,
        bool isKeyless)
    {
        _azurite = azurite;
        _identity = identity;
        _isKeyless = isKeyless;
        _folder = folder;
        Storage = storage;
        HubSpot = hubSpot;
        KeyVault = keyVault;
    }

    /// <summary>The storage emulator.</summary>
    public AzuriteConnection Storage { get; }

    /// <summary>The simulated HubSpot.</summary>
    public HubSpotSimulator HubSpot { get; }

    /// <summary>The simulated Key Vault, with the token HubSpot takes.</summary>
    public KeyVaultSimulator KeyVault { get; }

    /// <summary>The key that opens the app's HTTP functions.</summary>
    public string FunctionKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>The certificate of what serves HTTPS, as PEM.</summary>
    public string CertificatePem => KeyVault.CertificatePem;

    /// <summary>How many tokens the identity was given so far.</summary>
    public int TokensIssued => _identity.TokensIssued;

    /// <summary>Starts everything.</summary>
    /// <param name="options">Ports and HubSpot's behaviour.</param>
    /// <exception cref="AzuriteException">The storage emulator could not be installed or started.</exception>
    public static async Task<LocalEnvironment> StartAsync(LocalEnvironmentOptions options, CancellationToken cancellationToken)
    {
        await using var started = new DisposableStack();
        var keyVault = started.Push(await KeyVaultSimulator.StartAsync(
            new KeyVaultSimulatorOptions { Port = options.KeyVaultPort },
            cancellationToken: cancellationToken));
        var running = options.UseRunningAzurite
            ? await AzuriteServer.TryFindRunningAsync(options.StoragePorts ?? AzuritePorts.Default, cancellationToken)
            : null;
        var azurite = running is null
            ? started.Push(await AzuriteServer.StartAsync(
                new AzuriteOptions
                {
                    Ports = options.StoragePorts ?? AzuritePorts.Free,
                    CertificatePem = options.Keyless ? keyVault.CertificatePem : null,
                    PrivateKeyPem = options.Keyless ? keyVault.PrivateKeyPem : null,
                },
                cancellationToken))
            : null;

        var token = $"pat-simulated-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
        var hubSpot = started.Push(await HubSpotSimulator.StartAsync(
            new HubSpotSimulatorOptions { Port = options.HubSpotPort, Seed = options.Seed, Settings = options.HubSpot with { AcceptedTokens = [token] } },
            cancellationToken: cancellationToken));
        keyVault.SetSecret(SecretName, token);
        var identity = started.Push(await ManagedIdentitySimulator.StartAsync(
            new ManagedIdentitySimulatorOptions { ClientId = new Guid(ClientId) },
            cancellationToken: cancellationToken));

        var folder = Directory.CreateTempSubdirectory("sandbox-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, CertificateFile), keyVault.CertificatePem, cancellationToken);
        started.Release();
        return new LocalEnvironment(azurite, running ?? azurite!.Connection, hubSpot, keyVault, identity, folder, options.Keyless);
    }

    /// <summary>The app settings that make the function app use this environment, as it would use the real one.</summary>
    public Dictionary<string, string> AppSettings()
    {
        var settings = new Dictionary<string, string>(_identity.Environment, StringComparer.Ordinal)
        {
            ["UsersQueue"] = QueueName,
            ["KeyVault__VaultUri"] = KeyVault.VaultUri.AbsoluteUri,
            ["KeyVault__SecretName"] = SecretName,
            ["HubSpot__BaseAddress"] = HubSpot.BaseAddress.AbsoluteUri,
            ["HubSpot__UniqueProperty"] = HubSpot.Settings.UniqueProperty,
            ["FunctionKeys__default"] = FunctionKey,
            ["LocalHost__StopWithInput"] = "true",
        };
        var certificateFile = Path.Combine(_folder.FullName, CertificateFile);
        if (_isKeyless)
        {
            AddIdentity(settings);
            settings["SSL_CERT_FILE"] = certificateFile;
        }
        else
        {
            settings["AzureWebJobsStorage"] = Storage.ConnectionString;
            settings["UsersStorage"] = Storage.ConnectionString;
            settings["KeyVault__TrustedCertificateFile"] = certificateFile;
        }

        return settings;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await HubSpot.DisposeAsync();
        await KeyVault.DisposeAsync();
        await _identity.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Adds the settings that the deployment gives the app (<c>infra/main.bicep</c>, <c>infra/modules/function-app.bicep</c>).</summary>
    private void AddIdentity(Dictionary<string, string> settings)
    {
        settings["AZURE_CLIENT_ID"] = ClientId;
        settings["AzureWebJobsStorage__blobServiceUri"] = Storage.BlobEndpoint.AbsoluteUri;
        settings["UsersStorage__queueServiceUri"] = Storage.QueueEndpoint.AbsoluteUri;
        settings["UsersStorage__tableServiceUri"] = Storage.TableEndpoint.AbsoluteUri;
        foreach (var connection in new[] { "AzureWebJobsStorage", "UsersStorage" })
        {
            settings[$"{connection}__credential"] = "managedidentity";
            settings[$"{connection}__clientId"] = ClientId;
        }
    }

    private const string CertificateFile = "key-vault.pem";
}
