using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Inventory;

public sealed class DropOnSqliteTests : DropEngineTests
{
    protected override async Task<IEngineUnderTest> OpenAsync(DocumentContainer container) =>
        await SqliteEngine.OpenAsync(container);
}
