using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Signs short texts that come back to us, such as cursors and development tokens.</summary>
/// <remarks>HMAC-SHA256, base64url (RFC 2104, RFC 4648 §5): <c>text.signature</c>.</remarks>
public sealed class Signer(Func<byte[]> key)
{
    public Signer(byte[] key)
        : this(() => key)
    {
    }

    public string Sign(string purpose, string text)
    {
        var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        return $"{payload}.{SignatureOf(purpose, payload)}";
    }

    /// <returns>The text, or null when it was not signed by us for this purpose.</returns>
    public string? Open(string purpose, string? token)
    {
        if (token is not { Length: > 0 and < 4096 } || token.Split('.') is not [var payload, var signature])
        {
            return null;
        }

        // Compared as text: decoding would overlook blanks and unused bits, and let one token have many spellings.
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(purpose, payload)))
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload))
            : null;
    }

    private string SignatureOf(string purpose, string payload) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key(), Encoding.UTF8.GetBytes($"{purpose}|{payload}")));
}
