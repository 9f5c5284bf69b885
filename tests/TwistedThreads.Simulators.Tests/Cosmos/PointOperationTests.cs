using System.Net;
using System.Text;
using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class PointOperationTests
{
    private static readonly PartitionKey Key = new("o1");

    [Fact]
    public async Task An_item_comes_back_with_its_system_properties()
    {
        await using var shop = await Shop.OpenAsync();

        var created = await shop.Orders.CreateItemAsync(new Line("a", "o1", 19.90, "é<&>\"\u0001"), Key);
        var read = await shop.Orders.ReadItemAsync<Dictionary<string, object>>("a", Key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("é<&>\"\u0001", created.Resource.text);
        Assert.Equal(created.ETag, read.Resource["_etag"]);
        Assert.Equal(19.9, read.Resource["n"]);
        Assert.Subset(read.Resource.Keys.ToHashSet(), new HashSet<string> { "_rid", "_self", "_ts", "_attachments" });
        Assert.Equal(1, read.RequestCharge);
        Assert.StartsWith("0:-1#1", read.Headers.Session);
    }

    [Theory]
    [InlineData("19.90", "19.9")]
    [InlineData("1e2", "100")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("0.1", "0.1")]
    [InlineData("-0.000001", "-1e-06")]
    public async Task Numbers_are_doubles(string sent, string answered)
    {
        await using var shop = await Shop.OpenAsync();
        var body = $$"""{"id":"a","orderId":"o1","n":{{sent}},"end":1}""";

        await shop.Orders.CreateItemStreamAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), Key);
        using var read = await shop.Orders.ReadItemStreamAsync("a", Key);

        Assert.Contains($"\"n\":{answered},", await new StreamReader(read.Content).ReadToEndAsync());
    }

    [Fact]
    public async Task Conditions_are_kept()
    {
        await using var shop = await Shop.OpenAsync();
        var first = await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);
        var second = await shop.Orders.ReplaceItemAsync(
            new Line("a", "o1", 2), "a", Key, new ItemRequestOptions { IfMatchEtag = first.ETag });
        var stale = new ItemRequestOptions { IfMatchEtag = first.ETag };

        Assert.NotEqual(first.ETag, second.ETag);
        await RefusesAsync(409, () => shop.Orders.CreateItemAsync(new Line("a", "o1"), Key));
        await RefusesAsync(412, () => shop.Orders.ReplaceItemAsync(new Line("a", "o1"), "a", Key, stale));
        await RefusesAsync(412, () => shop.Orders.UpsertItemAsync(new Line("a", "o1"), Key, stale));
        await RefusesAsync(412, () => shop.Orders.DeleteItemAsync<Line>("a", Key, stale));
        await RefusesAsync(404, () => shop.Orders.ReplaceItemAsync(new Line("b", "o1"), "b", Key));
        await RefusesAsync(404, () => shop.Orders.ReadItemAsync<Line>("a", new PartitionKey("o2")));
        await RefusesAsync(400, () => shop.Orders.CreateItemAsync(new Line("c", "o2"), Key));
        Assert.Equal(2, (await shop.Orders.ReadItemAsync<Line>("a", Key)).Resource.n);
        Assert.Equal(HttpStatusCode.NoContent, (await shop.Orders.DeleteItemAsync<Line>("a", Key)).StatusCode);
        await RefusesAsync(404, () => shop.Orders.ReadItemAsync<Line>("a", Key));
    }

    [Fact]
    public async Task Nothing_is_answered_to_a_write_that_wants_nothing_back()
    {
        await using var shop = await Shop.OpenAsync();

        var created = await shop.Orders.UpsertItemAsync(
            new Line("a", "o1"), Key, new ItemRequestOptions { EnableContentResponseOnWrite = false });

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Null(created.Resource);
        Assert.NotEmpty(created.ETag);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024, 413)]
    [InlineData(1024 * 1024, 201)]
    public async Task Two_megabytes_are_the_end(int length, int status)
    {
        await using var shop = await Shop.OpenAsync();
        var body = $$"""{"id":"a","orderId":"o1","text":"{{new string('x', length)}}"}""";

        using var answer = await shop.Orders.CreateItemStreamAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(body)), Key);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("")]
    public async Task An_id_has_rules(string id)
    {
        await using var shop = await Shop.OpenAsync();

        await RefusesAsync(400, () => shop.Orders.CreateItemAsync(new Line(id, "o1"), Key));
    }

    [Fact]
    public async Task Sixty_four_writers_lose_no_count()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Orders.CreateItemAsync(new Line("a", "o1"), Key);

        await Parallel.ForAsync(0, 640, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancellation) =>
            await shop.Orders.PatchItemAsync<Line>(
                "a", Key, [PatchOperation.Increment("/n", 1)], cancellationToken: cancellation));

        Assert.Equal(640, (await shop.Orders.ReadItemAsync<Line>("a", Key)).Resource.n);
        Assert.Equal(640, shop.Account.Log.Count("patch", Shop.Name, "West Europe"));
    }

    private static async Task RefusesAsync(int status, Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<CosmosException>(work);

        Assert.Equal(status, (int)refusal.StatusCode);
    }
}
