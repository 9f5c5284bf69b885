using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>What a scanner proves itself with: its id, a dot, and a secret of 256 random bits. Nobody guesses that, so
/// wrong keys are neither counted nor slowed down, and a plain hash keeps it as well as a slow one.</summary>
public sealed record DeviceKey(string Id, string Secret)
{
    private const int Longest = 200;

    /// <summary>SHA-256 of the secret, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    /// <summary>Whether this is the key of the hash; takes the same time for every wrong one.</summary>
    public bool Fits(string hash) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Hash()), Encoding.ASCII.GetBytes(hash));

    /// <returns>Null when the text has not the form of a key.</returns>
    public static DeviceKey? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= Longest && text.Split('.') is [var id, var secret]
            && SortableId.IsValid(id, Device.Prefix)
                ? new DeviceKey(id, secret)
                : null;
    }

    public override string ToString() => $"{Id}.{Secret}";
}
