using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace Functions.Tests.Simulators;

/// <summary>An HTTP transport for Azure clients that trusts one certificate and no other.</summary>
public static class TrustingTransport
{
    public static HttpClientTransport To(string certificatePem)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(certificatePem));
        return new HttpClientTransport(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }
}
