using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MockUpstream.Hosting;

/// <summary>
/// Makes the certificate of a TLS listener. It lives in memory, for this process, and is valid for the names of this machine's loopback
/// alone.
/// </summary>
internal static class LoopbackCertificate
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static X509Certificate2 Make(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);

        var request = new CertificateRequest("CN=mock-upstream", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true,
            hasPathLengthConstraint: false,
            pathLengthConstraint: 0,
            critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now - ClockSkew, now + Lifetime);

        // SChannel takes no key that was only ever in memory.
        return OperatingSystem.IsWindows()
            ? X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null)
            : new X509Certificate2(made);
    }
}
