using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>The engine for Azure keeps the common promises, on an account of two regions.</summary>
public sealed class CosmosDocumentsTests : DocumentsConformance
{
    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        await CosmosEngine.OpenAsync(new CosmosAccountOptions(), null, containers);
}

/// <summary>The same where each container has several physical partitions.</summary>
public sealed class CosmosDocumentsInPartitionsTests : DocumentsConformance
{
    protected override async Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers) =>
        await CosmosEngine.OpenAsync(new CosmosAccountOptions { PartitionsPerContainer = 3 }, null, containers);
}

/// <summary>The same behind the wrapper that plays faults.</summary>
public sealed class FaultyCosmosDocumentsTests : FaultyConformance
{
    protected override async Task<IEngineUnderTest> InnerAsync(params DocumentContainer[] containers) =>
        await CosmosEngine.OpenAsync(new CosmosAccountOptions(), null, containers);
}
