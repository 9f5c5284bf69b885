using System.Text;
using System.Text.Json;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>A scanner at the door of the shop.</summary>
[Collection("environment of the process")]
public sealed class DeviceDoorTests
{
    [Fact]
    public async Task A_store_that_cannot_say_whose_key_it_is_is_a_pause_and_no_refusal()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var key = await EnrolAsync(shop);
        ((FaultyDocuments)shop.Get<IDocuments>()).GoDown(int.MaxValue);

        var answer = await shop.SendAsync("GET", "/api/locations/WH1/tasks", null, $"Device-Key: {key}");

        Assert.Equal((503, "shop.busy"), (answer.Status, CodeOf(answer.Body)));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task A_wrong_key_is_told_of_no_quota()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var key = await EnrolAsync(shop);

        var wrong = await shop.SendAsync("GET", "/api/locations/WH1/tasks", null, $"Device-Key: {key}x");
        var right = await shop.SendAsync("GET", "/api/locations/WH1/tasks", null, $"Device-Key: {key}");

        Assert.Equal((401, 200), (wrong.Status, right.Status));
        Assert.False(wrong.Headers.ContainsKey("RateLimit"));
        Assert.Equal(
            (DevicePace.PolicyField, "\"device\";r=99;t=1"),
            (right.Headers["RateLimit-Policy"], right.Headers["RateLimit"]));
    }

    [Fact]
    public async Task What_is_forbidden_counts_too_and_the_catalogue_is_nobodys_quota()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var key = await EnrolAsync(shop);

        var forbidden = await shop.SendAsync("GET", "/api/parked", null, $"Device-Key: {key}");
        var open = await shop.SendAsync("GET", "/api/products");

        Assert.Equal((403, 200), (forbidden.Status, open.Status));
        Assert.Equal("\"device\";r=99;t=1", forbidden.Headers["RateLimit"]);
        Assert.False(open.Headers.ContainsKey("RateLimit"));
    }

    private static async Task<string> EnrolAsync(SmallShop shop) => (await shop.Get<DeviceRegistry>()
        .EnrolAsync(LocationId.Parse("WH1"), null, "ada", CancellationToken.None)).Key;

    private static string? CodeOf(string body) =>
        JsonElement.Parse(Encoding.UTF8.GetBytes(body)).GetProperty("code").GetString();
}
