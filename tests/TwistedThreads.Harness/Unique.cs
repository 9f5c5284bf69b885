using System.Security.Cryptography;
using System.Text;

namespace TwistedThreads.Harness;

/// <summary>Names that nobody used before, and names that are always the same for the same thing.</summary>
public static class Unique
{
    /// <summary>An Idempotency-Key of 128 random bits.</summary>
    public static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The event id of one deed: asked again for the same deed, it is the same id, as a scanner's memory
    /// is.</summary>
    public static string EventId(string deed) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(deed)).AsSpan(0, 16)).ToString();
}
