using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TwistedThreads.Simulators.Tls;

/// <summary>A certificate authority for one test run, and a certificate for loopback addresses. Nothing trusts it but
/// whoever is told to: a client in this process by <see cref="Handler"/>, a child process through
/// <c>SSL_CERT_FILE</c> = <see cref="BundlePath"/>.</summary>
public sealed class SimulatedAuthority : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("twisted-authority-").FullName;
    private readonly X509Certificate2 _authority;

    public SimulatedAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Simulated authority of a test run", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, false));
        _authority = root.CreateSelfSigned(now - Margin, now + Margin);
        Certificate = Leaf(_authority, now, out var keyPem);
        File.WriteAllText(BundlePath, _authority.ExportCertificatePem());
        File.WriteAllText(CertificatePath, Certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, keyPem);
    }

    /// <summary>The authority alone, PEM.</summary>
    public string BundlePath => Path.Combine(_folder, "authority.pem");

    /// <summary>What servers on 127.0.0.1 and localhost show, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    public string CertificatePath => Path.Combine(_folder, "server.pem");

    public string KeyPath => Path.Combine(_folder, "server.key");

    /// <summary>A handler that trusts this authority and no other.</summary>
    public SocketsHttpHandler Handler()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(_authority);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, DateTimeOffset now, out string keyPem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var serial = RandomNumberGenerator.GetBytes(8);
        using var bare = request.Create(authority, now - Margin, now + Margin - TimeSpan.FromMinutes(1), serial);
        using var leaf = bare.CopyWithPrivateKey(key);
        keyPem = key.ExportPkcs8PrivateKeyPem();

        // A certificate from a PKCS#12 file is one that every platform's TLS can serve.
        return X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
    }
}
