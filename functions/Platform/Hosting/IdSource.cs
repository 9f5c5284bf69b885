using System.Buffers.Text;
using System.Security.Cryptography;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>New ids from the shop's clock and the system's cryptographic random numbers.</summary>
public sealed class IdSource(TimeProvider clock) : IIdSource
{
    public string New(string prefix)
    {
        Span<byte> entropy = stackalloc byte[10];
        RandomNumberGenerator.Fill(entropy);
        return SortableId.Create(prefix, clock.GetUtcNow(), entropy);
    }

    public string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
