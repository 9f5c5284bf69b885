using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>What is read at once and in full needs no plan of the service's, which is a trip and a charge.</summary>
public sealed class CosmosPagesTests
{
    private static readonly DocumentContainer Work = new("work", "place");

    [Theory]
    [InlineData(1000, null, 0)]
    [InlineData(200, null, 0)]
    [InlineData(3, "a", 0)]
    [InlineData(20, null, 1)]
    public async Task A_query_for_all_of_a_family_is_answered_in_order_without_a_plan(
        int limit, string? prefix, int plans)
    {
        await using var engine = await CosmosEngine.OpenAsync(new CosmosAccountOptions(), null, Work);
        foreach (var id in new[] { "a3", "a1", "a2" })
        {
            await engine.Documents.CommitAsync(
                Work.Name, "WH1", [DocumentOperation.New(id, "task", new { id })], CancellationToken.None);
        }

        engine.Account.Log.Reset();

        var page = await engine.Documents.QueryAsync(
            new DocumentQuery(Work.Name) { PartitionKey = "WH1", Kind = "task", IdPrefix = prefix, Limit = limit },
            CancellationToken.None);

        Assert.Equal(["a1", "a2", "a3"], page.Items.Select(document => document.Id));
        Assert.Null(page.Continuation);
        Assert.Equal(plans, engine.Account.Log.Count("query-plan"));
    }
}
