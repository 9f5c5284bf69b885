using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class QueryTests
{
    private static readonly string[] Items =
    [
        """{"id":"1","orderId":"o1","n":1,"s":"alpha","tags":["a","b"],"at":{"x":1},"flag":true}""",
        """{"id":"2","orderId":"o1","n":2,"s":"beta","tags":["b"],"flag":false}""",
        """{"id":"3","orderId":"o1","n":3,"s":"Alps","nil":null}""",
        """{"id":"4","orderId":"o1","n":"4"}""",
        """{"id":"5","orderId":"o1"}""",
        """{"id":"6","orderId":"o2","n":1}""",
    ];

    [Theory]
    [InlineData("SELECT VALUE c.id FROM c", "1,2,3,4,5")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n = 1", "1")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n != 1", "2,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE NOT (c.n = 1)", "2,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n >= 2 AND c.n < 3", "2")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n > 2 OR c.s = 'beta'", "2,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.missing = 1 OR c.n = 1", "1")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n + 1 = 3 OR c.n * 3 - 1 = 8", "2,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE (c.n ?? 9) = 9", "5")]
    [InlineData("SELECT VALUE c.id FROM c WHERE (c.flag ? c.n : 0) = 0", "2,3,4,5")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n IN (1, @three)", "1,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n NOT IN (1, @three)", "2,4")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n BETWEEN 2 AND 3", "2,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE IS_DEFINED(c.nil) AND IS_NULL(c.nil)", "3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE NOT IS_DEFINED(c.n)", "5")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.nil = null", "3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE STARTSWITH(c.s, 'al')", "1")]
    [InlineData("SELECT VALUE c.id FROM c WHERE STARTSWITH(c.s, 'al', true)", "1,3")]
    [InlineData("SELECT VALUE c.id FROM c WHERE CONTAINS(c.s, 'ta')", "2")]
    [InlineData("SELECT VALUE c.id FROM c WHERE ARRAY_CONTAINS(c.tags, 'a')", "1")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c[\"at\"][\"x\"] = 1 AND c.tags[1] = 'b'", "1")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.flag", "1")]
    [InlineData("SELECT VALUE o.id FROM orders AS o WHERE o.id = \"2\"", "2")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.n DESC", "4,3,2,1,5")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.n OFFSET 1 LIMIT 2", "1,2")]
    [InlineData("SELECT TOP 2 VALUE c.id FROM c", "1,2")]
    [InlineData("SELECT VALUE c.tags[0] FROM c", "a,b")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE IS_NUMBER(c.n)", "3")]
    [InlineData("SELECT VALUE SUM(c.n) FROM c WHERE c.id < '3'", "3")]
    public async Task One_partition_answers(string query, string expected)
    {
        await using var shop = await FilledAsync();

        Assert.Equal(expected, string.Join(',', await QueryAsync<object>(shop.Orders, query, "o1", 100)));
        Assert.Equal(expected, string.Join(',', await QueryAsync<object>(shop.Orders, query, "o1", 1)));
    }

    [Fact]
    public async Task A_list_makes_objects_without_what_is_undefined()
    {
        await using var shop = await FilledAsync();

        var found = await QueryAsync<Dictionary<string, object>>(
            shop.Orders, "SELECT c.id, c.at.x, c.s AS name FROM c WHERE c.n < 3", "o1", 10);

        Assert.Equal(["id", "x", "name"], found[0].Keys);
        Assert.Equal(["id", "name"], found[1].Keys);
    }

    [Theory]
    [InlineData("SELECT * FROM c JOIN t IN c.tags")]
    [InlineData("SELECT DISTINCT VALUE c.n FROM c")]
    [InlineData("SELECT * FROM c WHERE NOT c.n = 1")]
    [InlineData("SELECT * FROM c WHERE c.s LIKE 'a%'")]
    [InlineData("SELECT * FROM c WHERE SOUNDEX(c.s) = 'x'")]
    [InlineData("SELECT * FROM c WHERE d.n = 1")]
    [InlineData("SELECT * FROM c WHERE c.n = @unknown")]
    [InlineData("SELECT * FROM c GROUP BY c.n")]
    [InlineData("SELECT * FROM c ORDER BY c.n, c.s")]
    [InlineData("SELECT * FROM")]
    public async Task What_it_does_not_know_it_refuses(string query)
    {
        await using var shop = await FilledAsync();

        var refusal = await Assert.ThrowsAsync<CosmosException>(() => QueryAsync<object>(shop.Orders, query, "o1", 10));

        Assert.Equal(400, (int)refusal.StatusCode);
    }

    internal static async Task<List<T>> QueryAsync<T>(Container container, string query, string? key, int page)
    {
        var all = new List<T>();
        using var pages = container.GetItemQueryIterator<T>(
            new QueryDefinition(query).WithParameter("@three", 3),
            requestOptions: new QueryRequestOptions
            {
                PartitionKey = key is null ? null : new PartitionKey(key),
                MaxItemCount = page,
            });
        while (pages.HasMoreResults)
        {
            all.AddRange(await pages.ReadNextAsync());
        }

        return all;
    }

    private static async Task<Shop> FilledAsync()
    {
        var shop = await Shop.OpenAsync();
        foreach (var item in Items)
        {
            using var answer = await shop.Orders.CreateItemStreamAsync(
                new MemoryStream(System.Text.Encoding.UTF8.GetBytes(item)),
                new PartitionKey(JsonDocument.Parse(item).RootElement.GetProperty("orderId").GetString()));
            answer.EnsureSuccessStatusCode();
        }

        return shop;
    }
}
