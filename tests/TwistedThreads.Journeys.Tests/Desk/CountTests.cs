using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Counts are blind: whoever counts sees no number of the books, and a doubtful one is counted
/// again.</summary>
public sealed class CountTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Place = "WH1";

    [Fact]
    public async Task A_doubtful_count_is_repeated_and_the_second_one_stands()
    {
        var sku = await shop.SkuWithAsync(20);
        var (clerk, planner) = (await Clerk.SignInAsync(shop, "warehouse"), await Clerk.SignInAsync(shop, "planner"));
        var id = await RequestAsync(clerk, sku);
        Assert.Equal("open 0", await TaskAsync(id));

        await CountAsync(clerk, id, sku, 10, "recount");

        Assert.Equal("recount 0", await TaskAsync(id));
        Assert.Equal(20, (await clerk.LevelAsync(sku, Place)).Number("onHand"));
        var hidden = Assert.Single(await clerk.DiscrepanciesAsync(sku));
        Assert.Null(hidden["pieces"]);
        Assert.Equal("Count again.", hidden.Required("explanation"));
        Assert.Null((await clerk.GetAsync($"/api/counts/{id}")).Items("lines")[0]["attempts"]);
        Assert.Equal(-10, Assert.Single(await planner.DiscrepanciesAsync(sku)).Number("pieces"));

        await CountAsync(clerk, id, sku, 11, "booked");

        Assert.Equal(11, (await clerk.LevelAsync(sku, Place)).Number("onHand"));
        var attempts = (await planner.GetAsync($"/api/counts/{id}")).Items("lines")[0].Items("attempts");
        Assert.Equal([-10, -9], attempts.Select(attempt => attempt.Number("difference")));
        Assert.Equal(["countDifference", "recountWanted"], (await planner.KindsAsync(sku)).Order());
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task A_small_difference_is_booked_at_once()
    {
        var sku = await shop.SkuWithAsync(20);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var id = await RequestAsync(clerk, sku);

        await CountAsync(clerk, id, sku, 18, "booked");

        Assert.Equal(18, (await clerk.LevelAsync(sku, Place)).Number("onHand"));
        Assert.Equal("", await TaskAsync(id));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task A_count_that_is_closed_before_its_second_look_books_nothing()
    {
        var sku = await shop.SkuWithAsync(20);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var id = await RequestAsync(clerk, sku);
        await CountAsync(clerk, id, sku, 1, "recount");

        var closed = (await clerk.PostAsync($"/api/counts/{id}/closing", null)).Expect(200);

        Assert.Equal("closed", closed.Required("status"));
        Assert.Equal("counted", closed.Items("lines")[0].Required("status"));
        Assert.Equal(20, (await clerk.LevelAsync(sku, Place)).Number("onHand"));
        Assert.Equal("", await TaskAsync(id));
    }

    private static async Task<string> RequestAsync(Clerk clerk, string sku)
    {
        var body = new JsonObject { ["location"] = Place, ["skus"] = new JsonArray(sku) };
        var count = (await clerk.PostAsync("/api/counts", body)).Expect(201);
        Assert.Equal("waiting", count.Items("lines")[0].Required("status"));
        return count.Required("id");
    }

    private async Task CountAsync(Clerk clerk, string id, string sku, int found, string status)
    {
        (await shop.Crew.SendAsync(Place, Unique.Key(), [Clerk.Scan("count", Place, sku, found, id)])).Expect(202);
        await Eventually.HoldsAsync(
            async () => (await clerk.GetAsync($"/api/counts/{id}")).Items("lines")[0].Required("status"),
            seen => seen == status, $"the count is {status}");
    }

    private async Task<string> TaskAsync(string id)
    {
        var answer = await shop.Client.GetAsync(
            $"/api/locations/{Place}/tasks", await shop.Crew.DeviceAsync(Place));
        var task = answer.Expect(200).Items().SingleOrDefault(item => item.Required("id") == id);
        return task is null ? "" : $"{task.Required("status")} {task.Number("quantity")}";
    }
}
