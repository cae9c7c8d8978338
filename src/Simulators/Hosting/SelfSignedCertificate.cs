using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Simulators.Hosting;

/// <summary>Makes certificates for localhost and 127.0.0.1 that never leave memory unless the caller writes them.</summary>
public static class SelfSignedCertificate
{
    /// <summary>A certificate with its private key, valid from a day before to a month after <paramref name="now"/>.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>A certificate that a server can use and, being its own root, that a client can trust alone.</returns>
    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    /// <summary>The private key of a certificate, for servers that read files.</summary>
    /// <param name="certificate">A certificate of <see cref="Create"/>.</param>
    /// <returns>The key as PEM.</returns>
    public static string PrivateKeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey() ?? throw new ArgumentException("The certificate has no RSA key.", nameof(certificate));
        return key.ExportPkcs8PrivateKeyPem();
    }
}
