using System.Security.Cryptography;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>The key by which all instances in all regions sign. It is a document, made by whoever comes first, so that
/// no setting holds a secret.</summary>
public sealed class SigningKey(IDocuments documents)
{
    public const string Container = "operations";
    public const string Kind = "signing-key";
    private const string Id = "current";
    private const int Length = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private volatile byte[]? _value;

    /// <exception cref="InvalidOperationException">It was not loaded: nobody may be served yet.</exception>
    public byte[] Value => _value ?? throw new InvalidOperationException("The signing key is not loaded yet.");

    public async Task LoadAsync(CancellationToken cancellation)
    {
        while (_value is null)
        {
            _value = await FindAsync(cancellation) ?? await MakeAsync(cancellation);
            if (_value is null)
            {
                // Somebody else made it, and this region has not heard of it yet.
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task<byte[]?> FindAsync(CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, Kind, Id, cancellation))?.As<StoredKey>().Value;

    private async Task<byte[]?> MakeAsync(CancellationToken cancellation)
    {
        var drawn = RandomNumberGenerator.GetBytes(Length);
        var outcome = await documents.CommitAsync(
            Container, Kind, [DocumentOperation.New(Id, Kind, new StoredKey(drawn))], cancellation);
        return outcome.IsCommitted ? drawn : null;
    }

    public sealed record StoredKey(byte[] Value);
}
