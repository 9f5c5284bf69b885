using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Pieces that travel between our locations: asked for, sent, received with more or less, and
/// closed.</summary>
public sealed class TransferTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string From = "WH1";
    private const string To = "BER";

    [Fact]
    public async Task What_never_arrives_is_written_off_when_the_transfer_is_closed()
    {
        var (clerk, sku, path) = await RequestedAsync(asked: 10);
        var id = path.Split('/')[^1];
        Assert.Equal((10, "transfer-out"), await TaskAsync(From, id));
        (await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(sku, 10))).Expect(200);
        Assert.Equal((10, "transfer-in"), await TaskAsync(To, id));

        (await shop.Crew.SendAsync(To, Unique.Key(), [Clerk.Scan("transfer-in", To, sku, 7, id)])).Expect(202);
        await Eventually.HoldsAsync(
            async () => (await clerk.GetAsync(path)).Items("lines")[0].Number("received"), received => received == 7,
            "the scan is booked");
        var key = Unique.Key();
        var closed = (await clerk.PostAsync($"{path}/closing", null, key)).Expect(200);
        var again = (await clerk.PostAsync($"{path}/closing", null, key)).Expect(200);

        Assert.Equal(closed.ToJsonString(), again.ToJsonString());
        Assert.Equal("closed", closed.Required("status"));
        var line = closed.Items("lines")[0];
        Assert.Equal((10, 0, 3), (line.Number("sent"), line.Number("inTransit"), line.Number("lost")));
        Assert.Equal(["lostInTransit"], await clerk.KindsAsync(sku));
        Assert.Equal(7, (await clerk.LevelAsync(sku, To)).Number("onHand"));
        Assert.Equal((0, ""), await TaskAsync(To, id));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task What_arrives_beyond_what_was_sent_is_booked_and_flagged()
    {
        var (clerk, sku, path) = await RequestedAsync(asked: 2);
        (await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(sku, 2))).Expect(200);

        var received = (await clerk.PostAsync($"{path}/receipt", Clerk.Lines(sku, 3))).Expect(200);

        Assert.Equal("received", received.Required("status"));
        Assert.Equal(3, received.Items("lines")[0].Number("received"));
        Assert.Equal(["unexpectedTransfer"], await clerk.KindsAsync(sku));
        Assert.Equal(3, (await clerk.LevelAsync(sku, To)).Number("onHand"));
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task A_repeated_wish_moves_nothing_twice_and_its_key_fits_no_other_wish()
    {
        var (clerk, sku, path) = await RequestedAsync(asked: 4);
        var key = Unique.Key();
        (await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(sku, 4), key)).Expect(200);

        var again = (await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(sku, 4), key)).Expect(200);
        var other = await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(sku, 5), key);
        var elsewhere = await clerk.PostAsync($"{path}/receipt", Clerk.Lines(sku, 4), key);

        Assert.Equal(4, again.Items("lines")[0].Number("sent"));
        other.ExpectProblem(422, "idempotency.key-reused");
        elsewhere.ExpectProblem(422, "idempotency.key-reused");
        Assert.Equal(6, (await clerk.LevelAsync(sku, From)).Number("onHand"));
    }

    [Fact]
    public async Task The_same_request_is_one_transfer()
    {
        var sku = await shop.SkuWithAsync(5);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var key = Unique.Key();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => clerk.PostAsync("/api/transfers", Clerk.Transfer(sku, 5), key)));

        Assert.Single(answers.Select(answer => answer.Expect(201).Required("id")).Distinct());
    }

    [Fact]
    public async Task What_nobody_asked_for_is_listed_and_can_be_closed()
    {
        var (clerk, asked, path) = await RequestedAsync(asked: 1);
        var other = await shop.SkuWithAsync(5);
        var scan = Clerk.Scan("transfer-out", From, other, 2, path.Split('/')[^1]);

        (await shop.Crew.SendAsync(From, Unique.Key(), [scan])).Expect(202);
        await Eventually.HoldsAsync(
            async () => (await clerk.GetAsync(path)).Items("lines"), lines => lines.Count == 2,
            "the second article is listed");
        var closed = (await clerk.PostAsync($"{path}/closing", null)).Expect(200);

        var line = closed.Items("lines").Single(item => item.Required("sku") == other);
        Assert.Equal((0, 2, 2), (line.Number("requested"), line.Number("sent"), line.Number("lost")));
        Assert.Empty(await clerk.KindsAsync(asked));
        (await clerk.PostAsync($"{path}/dispatch", Clerk.Lines(other, 1)))
            .ExpectProblem(409, "transfer.closed");
        await shop.Staff.ProveStockAsync();
    }

    [Fact]
    public async Task Lists_find_a_transfer_by_place_and_status()
    {
        var (clerk, _, path) = await RequestedAsync(asked: 1);
        var id = path.Split('/')[^1];

        Assert.Contains(id, await IdsAsync(clerk, "?location=BER&status=requested&limit=100"));
        Assert.Contains(id, await IdsAsync(clerk, "?location=WH1&limit=100"));
        Assert.DoesNotContain(id, await IdsAsync(clerk, "?location=BER&status=closed&limit=100"));
        Assert.DoesNotContain(id, await IdsAsync(clerk, "?location=HAM&limit=100"));
        (await clerk.AskAsync("/api/transfers?status=lost")).ExpectProblem(400, "request.bad-status");
    }

    private static async Task<IEnumerable<string>> IdsAsync(Clerk clerk, string query) =>
        (await clerk.GetAsync($"/api/transfers{query}")).Items().Select(item => item.Required("id"));

    private async Task<(Clerk Clerk, string Sku, string Path)> RequestedAsync(int asked)
    {
        var sku = await shop.SkuWithAsync(10);
        var clerk = await Clerk.SignInAsync(shop, "warehouse");
        var transfer = (await clerk.PostAsync("/api/transfers", Clerk.Transfer(sku, asked))).Expect(201);
        Assert.Equal("requested", transfer.Required("status"));
        return (clerk, sku, $"/api/transfers/{transfer.Required("id")}");
    }

    private async Task<(int Quantity, string Kind)> TaskAsync(string location, string id)
    {
        var answer = await shop.Client.GetAsync(
            $"/api/locations/{location}/tasks", await shop.Crew.DeviceAsync(location));
        var task = answer.Expect(200).Items().SingleOrDefault(item => item.Required("id") == id);
        return task is null ? (0, "") : (task.Number("quantity"), task.Required("kind"));
    }
}
