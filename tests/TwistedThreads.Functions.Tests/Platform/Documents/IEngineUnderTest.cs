using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>An engine with its containers made, as the conformance suite needs it.</summary>
public interface IEngineUnderTest : IAsyncDisposable
{
    IDocuments Documents { get; }

    /// <summary>Lets time go by for the engine: a clock is set, or the time is really waited for.</summary>
    Task PassAsync(TimeSpan time);

    /// <summary>Closes everything and opens it again, as after a restart of the process.</summary>
    Task ReopenAsync();
}
