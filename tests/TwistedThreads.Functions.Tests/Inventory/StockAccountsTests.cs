using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Cosmos;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Inventory;

public sealed class StockAccountsOnSqliteTests : StockAccountsConformance
{
    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        await SqliteEngine.OpenAsync(containers);
}

public sealed class StockAccountsOnCosmosTests : StockAccountsConformance
{
    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        await CosmosEngine.OpenAsync(new CosmosAccountOptions(), null, containers);
}
