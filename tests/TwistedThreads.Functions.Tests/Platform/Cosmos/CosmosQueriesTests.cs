using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>Queries carry values as parameters, conditions treat what is missing as zero.</summary>
public sealed class CosmosQueriesTests
{
    private static readonly DocumentContainer Stock =
        new("stock", "sku", new DocumentIndex("reservation", "expiresAt"));

    [Fact]
    public void A_query_in_a_partition_is_ordered_by_id()
    {
        var query = CosmosQueries.Of(new DocumentQuery("stock") { PartitionKey = "TEE", IdPrefix = "level|" }, Stock);

        Assert.Equal("SELECT * FROM c WHERE STARTSWITH(c.id, @prefix) ORDER BY c.id ASC", query.QueryText);
        Assert.Equal([("@prefix", (object)"level|")], query.GetQueryParameters());
    }

    [Fact]
    public void A_query_over_partitions_goes_on_behind_the_last_document()
    {
        var query = CosmosQueries.Of(
            new DocumentQuery("stock")
            {
                Kind = "reservation",
                Where = FieldFilter.Is("expiresAt", "x"),
                Continuation = "TEE\nrsv|1",
            },
            Stock);

        Assert.Equal(
            "SELECT * FROM c WHERE c.kind = @kind AND c.body[\"expiresAt\"] = @value"
            + " AND (c.sku > @pk OR (c.sku = @pk AND c.id > @after)) ORDER BY c.sku ASC, c.id ASC",
            query.QueryText);
        Assert.Contains(("@pk", (object)"TEE"), query.GetQueryParameters());
        Assert.Contains(("@after", (object)"rsv|1"), query.GetQueryParameters());
    }

    [Theory]
    [InlineData(3, "(c.body[\"free\"] >= 3)")]
    [InlineData(0, "(NOT IS_DEFINED(c.body[\"free\"]) OR c.body[\"free\"] >= 0)")]
    public void A_missing_member_is_zero_to_a_condition(int value, string expected) =>
        Assert.Equal($"FROM c WHERE {expected}", CosmosQueries.Predicate([new AtLeast("free", value)], null));

    [Fact]
    public void A_patch_without_conditions_has_no_predicate() => Assert.Null(CosmosQueries.Predicate([], null));

    [Fact]
    public void A_guarded_patch_refuses_its_own_repetition() => Assert.Equal(
        "FROM c WHERE (NOT IS_DEFINED(c.write) OR c.write != \"p.1\")", CosmosQueries.Predicate([], "p.1"));

    [Fact]
    public void A_batch_that_would_stop_by_itself_has_its_witness_in_what_it_creates()
    {
        var patch = new DocumentOperation.Patch("level", [new Increment("free", -1)], []);
        var journal = new DocumentOperation.Create("movement", "movement", "{}"u8.ToArray());

        var product = new DocumentOperation.Upsert("a", "k", []);
        var over = new DocumentOperation.Upsert("level", "k", []);
        Assert.Equal([journal], CosmosBatch.Witnesses([patch, journal]));
        Assert.Equal([patch, product], CosmosBatch.Witnesses([product, patch]));
        Assert.Equal([over], CosmosBatch.Witnesses([over, patch]));
        Assert.Equal([patch], CosmosBatch.Witnesses([journal, patch, new DocumentOperation.Delete("movement")]));
        Assert.Empty(CosmosBatch.Witnesses([new DocumentOperation.Delete("movement")]));
    }
}
