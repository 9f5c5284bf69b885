using System.Globalization;
using System.Security.Cryptography;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Names every write of this process, and no other's.</summary>
public sealed class WriteMarks
{
    private readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long _count;

    public string Next() => string.Create(
        CultureInfo.InvariantCulture, $"{_process}.{Interlocked.Increment(ref _count):x}");
}
