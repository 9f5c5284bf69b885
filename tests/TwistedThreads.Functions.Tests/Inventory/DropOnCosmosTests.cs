using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Cosmos;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>The buckets lie on several physical partitions, as they would in a large shop.</summary>
public sealed class DropOnCosmosTests : DropEngineTests
{
    protected override async Task<IEngineUnderTest> OpenAsync(DocumentContainer container) =>
        await CosmosEngine.OpenAsync(new CosmosAccountOptions { PartitionsPerContainer = 3 }, null, container);
}
