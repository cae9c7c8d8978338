using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using HubSpotUsers.Configuration;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Secrets;

/// <summary>Registers Key Vault and the token provider.</summary>
internal static class SecretsServiceCollectionExtensions
{
    public static IServiceCollection AddHubSpotToken(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<KeyVaultOptions, KeyVaultOptionsValidator>(configuration, KeyVaultOptions.SectionName)
            .Validate(
                options => options.TrustedCertificateFile is null || options.VaultUri is { IsAbsoluteUri: true, IsLoopback: true },
                "KeyVault:TrustedCertificateFile is for a vault on this machine only. Remove it.")
            .Validate(
                options => options.TrustedCertificateFile is null || File.Exists(options.TrustedCertificateFile),
                "KeyVault:TrustedCertificateFile names a file that does not exist.");
        services.AddSingleton(provider => CreateClient(
            provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value,
            provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton<FindKeyProvider>();
        return services.AddSingleton(static provider =>
        {
            var tokens = ActivatorUtilities.CreateInstance<HubSpotTokenCache>(provider);
            provider.GetRequiredService<Meters>().ObserveToken(() => tokens.Age);
            return tokens;
        });
    }

    private static SecretClient CreateClient(KeyVaultOptions options, TokenCredential credential)
    {
        var clientOptions = new SecretClientOptions
        {
            // The challenge of a stand-in names Azure's own domain, as the real one does, and the stand-in is not in it.
            DisableChallengeResourceVerification = options.VaultUri!.IsLoopback,
            Retry = { MaxRetries = 3, NetworkTimeout = TimeSpan.FromSeconds(10) },
        };
        if (options.TrustedCertificateFile is { } file)
        {
            clientOptions.Transport = TrustOnly(file);
        }

        return new SecretClient(options.VaultUri, credential, clientOptions);
    }

    private static HttpClientTransport TrustOnly(string certificateFile)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(certificateFile));
#pragma warning disable CA2000 // The transport and the client it serves live as long as the process.
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        return new HttpClientTransport(handler);
#pragma warning restore CA2000
    }
}
