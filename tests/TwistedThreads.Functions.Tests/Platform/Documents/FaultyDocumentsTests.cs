using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>The embedded engine behind the wrapper that plays faults.</summary>
public sealed class FaultyDocumentsTests : FaultyConformance
{
    protected override async Task<IEngineUnderTest> InnerAsync(params DocumentContainer[] containers) =>
        await SqliteEngine.OpenAsync(containers);
}
