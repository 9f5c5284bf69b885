using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>An engine behind <see cref="FaultyDocuments"/>.</summary>
public sealed class FaultyEngine(IEngineUnderTest inner) : IEngineUnderTest
{
    public IDocuments Documents { get; private set; } = new FaultyDocuments(inner.Documents);

    public Task PassAsync(TimeSpan time) => inner.PassAsync(time);

    public async Task ReopenAsync()
    {
        await inner.ReopenAsync();
        Documents = new FaultyDocuments(inner.Documents);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
