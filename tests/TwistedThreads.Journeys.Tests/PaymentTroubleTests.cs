using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>The payment provider answers late, or says no when it is too late: money and goods still agree.</summary>
public sealed class PaymentTroubleTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const int Pieces = 6;

    [Fact]
    public async Task A_payment_of_unknown_outcome_leaves_nothing_half_done()
    {
        var sku = await shop.SkuWithAsync(Pieces);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var key = Unique.Key();

        var answer = await guest.CheckoutAsync(key, "tok_timeout");

        if (answer.Status is 200 or 201 or 202)
        {
            await IsWhollyDoneAsync(sku, answer.Json!.Required("id"));
        }
        else
        {
            Assert.InRange(answer.Status, 400, 599);
            Assert.NotEmpty(answer.Code);
            await IsWhollyUndoneAsync(sku);
        }
    }

    [Fact]
    public async Task After_a_payment_of_unknown_outcome_the_same_key_never_buys_twice()
    {
        var sku = await shop.SkuWithAsync(Pieces);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var key = Unique.Key();
        var answers = new List<Answer>();

        for (var asked = 0; asked < 4; asked++)
        {
            answers.Add(await guest.CheckoutAsync(key, "tok_timeout"));
            await shop.Staff.AdvanceClockAsync("PT11S");
        }

        var orders = answers.Where(answer => answer.Status == 201).Select(answer => answer.Json!.Required("id"));
        Assert.True(orders.Distinct().Count() <= 1, string.Join("\n\n", answers));
        Assert.True((await shop.Staff.StockAsync(sku)).AvailableToPromise >= Pieces - 2);
    }

    [Fact]
    public async Task A_failed_capture_ships_the_goods_and_calls_for_a_human()
    {
        var sku = await shop.SkuWithAsync(Pieces);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var order = await guest.BuyAsync("tok_capture_fails");
        var id = order.Required("id");

        await shop.Crew.ShipAsync(id);

        await Eventually.HoldsAsync(
            () => TroubleAsync(id), seen => seen, $"the failed capture of {id} is on its timeline or parked", 60);
        Assert.DoesNotContain(await PaymentsAsync(id), payment => payment.Required("status") == "captured");
    }

    private async Task IsWhollyDoneAsync(string sku, string id)
    {
        await shop.Crew.ShipAsync(id);
        await Eventually.HoldsAsync(
            () => PaymentsAsync(id),
            seen => seen.Count(payment => payment.Required("status") == "captured") == 1,
            "the order is paid once");
        var card = await shop.Staff.StockAsync(sku);
        Assert.Equal(Pieces - 2, card.OnHand);
    }

    private async Task IsWhollyUndoneAsync(string sku)
    {
        await shop.Staff.AdvanceClockAsync("PT1H");
        await Eventually.HoldsAsync(
            () => shop.Staff.StockAsync(sku),
            card => card.IsFree && card.AvailableToPromise == Pieces,
            $"all {Pieces} of {sku} can be sold again",
            60);
        var known = await shop.Staff.OrdersAsync();
        await Eventually.HoldsAsync(
            shop.Staff.PaymentsAsync,
            seen => seen.All(payment => known.ContainsKey(payment.Required("orderId")) || !IsLive(payment)),
            "no payment without an order is held");
    }

    private async Task<bool> TroubleAsync(string id)
    {
        var order = await shop.Staff.OrderAsync(id);
        var told = order.Items("timeline").Any(entry =>
            entry.Required("type").Contains("capture", StringComparison.OrdinalIgnoreCase)
            && entry.Required("type").Contains("fail", StringComparison.OrdinalIgnoreCase));
        var parked = await shop.Staff.ParkedAsync();
        return told || parked.Any(message => message.ToJsonString().Contains(id, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<JsonNode>> PaymentsAsync(string id) =>
        [.. (await shop.Staff.PaymentsAsync()).Where(payment => payment.Required("orderId") == id)];

    private static bool IsLive(JsonNode payment) => payment.Required("status") is "authorised" or "captured";
}
