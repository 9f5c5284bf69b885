using System.Net;
using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class BatchTests
{
    private static readonly PartitionKey Key = new("o1");

    [Fact]
    public async Task A_batch_is_kept_whole()
    {
        await using var shop = await Shop.OpenAsync();
        var old = await shop.Orders.CreateItemAsync(new Line("old", "o1"), Key);
        await shop.Orders.CreateItemAsync(new Line("gone", "o1"), Key);

        using var answer = await shop.Orders.CreateTransactionalBatch(Key)
            .CreateItem(new Line("new", "o1", 1))
            .UpsertItem(new Line("up", "o1", 2))
            .ReplaceItem("old", new Line("old", "o1", 3), new() { IfMatchEtag = old.ETag })
            .PatchItem("new", [PatchOperation.Increment("/n", 1)], new() { FilterPredicate = "FROM c WHERE c.n = 1" })
            .DeleteItem("gone")
            .ReadItem("old")
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([201, 201, 200, 200, 204, 200], answer.Select(result => (int)result.StatusCode));
        Assert.Equal(3, answer.GetOperationResultAtIndex<Line>(5).Resource.n);
        Assert.Equal(2, answer.GetOperationResultAtIndex<Line>(3).Resource.n);
        Assert.Equal(answer[2].ETag, (await shop.Orders.ReadItemAsync<Line>("old", Key)).ETag);
        Assert.True(answer.RequestCharge > 25);
        Assert.Equal(1, shop.Account.Log.Count("batch"));
    }

    [Theory]
    [InlineData("FROM c WHERE c.n = 5", 412)]
    [InlineData("FROM c WHERE c.n - c.held >= 1", 412)]
    [InlineData("FROM c WHERE c.n = ", 400)]
    public async Task One_failing_operation_undoes_all(string condition, int status)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1", 1), Key);

        using var answer = await shop.Orders.CreateTransactionalBatch(Key)
            .CreateItem(new Line("b", "o1"))
            .PatchItem("a", [PatchOperation.Increment("/n", 1)], new() { FilterPredicate = condition })
            .DeleteItem("a")
            .ExecuteAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal([424, status, 424], answer.Select(result => (int)result.StatusCode));
        Assert.Equal(1, (await shop.Orders.ReadItemAsync<Line>("a", Key)).Resource.n);
        using var missing = await shop.Orders.ReadItemStreamAsync("b", Key);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_hundred_operations_are_the_most()
    {
        await using var shop = await Shop.OpenAsync();
        var batch = shop.Orders.CreateTransactionalBatch(Key);
        var larger = shop.Orders.CreateTransactionalBatch(Key);
        for (var index = 0; index <= 100; index++)
        {
            _ = index < 100 ? batch.CreateItem(new Line($"i{index}", "o1")) : batch;
            larger.CreateItem(new Line($"j{index}", "o1"));
        }

        using var answer = await batch.ExecuteAsync();
        using var refused = await larger.ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_patch_follows_its_rules()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1", 1, "x"), Key);

        var patched = await shop.Orders.PatchItemAsync<Dictionary<string, object>>(
            "a",
            Key,
            [
                PatchOperation.Increment("/made", 2),
                PatchOperation.Set("/list", new[] { 1, 3 }),
                PatchOperation.Add("/list/1", 2),
                PatchOperation.Replace("/text", "y"),
                PatchOperation.Move("/text", "/moved"),
                PatchOperation.Remove("/ttl"),
            ]);

        Assert.Equal(2L, patched.Resource["made"]);
        Assert.Equal("[1,2,3]", System.Text.RegularExpressions.Regex.Replace($"{patched.Resource["list"]}", @"\s", ""));
        Assert.Equal("y", patched.Resource["moved"]);
        Assert.DoesNotContain("text", patched.Resource.Keys);
        await RefusesAsync(400, PatchOperation.Increment("/moved", 1));
        await RefusesAsync(400, PatchOperation.Replace("/absent", 1));
        await RefusesAsync(400, PatchOperation.Remove("/absent"));
        await RefusesAsync(400, PatchOperation.Set("/absent/below", 1));
        await RefusesAsync(400, [.. Enumerable.Range(0, 11).Select(n => PatchOperation.Set("/n", n))]);

        async Task RefusesAsync(int status, params PatchOperation[] operations)
        {
            using var refused = await shop.Orders.PatchItemStreamAsync("a", Key, operations);
            Assert.Equal(status, (int)refused.StatusCode);
        }
    }
}
