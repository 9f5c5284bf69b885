using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.PowerCuts;

/// <summary>What the shop has acknowledged survives SIGKILL at any moment, and what it repeats happens once.</summary>
public sealed class PowerCutTests(TwentyPowerCuts cuts) : IClassFixture<TwentyPowerCuts>
{
    [Fact]
    public void The_cuts_hit_the_shop_at_work()
    {
        Assert.True(cuts.Receipts.Orders.Count >= 100, $"Only {cuts.Receipts.Orders.Count} orders.");
        Assert.True(cuts.Receipts.Repeated >= 5, $"Only {cuts.Receipts.Repeated} requests were cut off.");
    }

    [Fact]
    public void Every_request_was_answered_in_the_end_as_it_should_be() =>
        Assert.True(cuts.Receipts.Surprises.Count == 0, string.Join("\n\n", cuts.Receipts.Surprises.Take(5)));

    [Fact]
    public void Every_acknowledged_order_exists() =>
        Assert.DoesNotContain(cuts.Receipts.Orders.Keys, id => !cuts.Orders.ContainsKey(id));

    [Fact]
    public void No_order_exists_that_nobody_was_told_of() =>
        Assert.DoesNotContain(
            cuts.Orders, order => order.Value != "cancelled" && !cuts.Receipts.Orders.ContainsKey(order.Key));

    [Fact]
    public void No_cart_became_two_orders() =>
        Assert.Equal(
            cuts.Receipts.Orders.Count,
            cuts.Receipts.Orders.Values.Select(attempt => attempt.Guest.CartId).Distinct().Count());

    [Fact]
    public async Task Every_acknowledged_order_is_shipped()
    {
        var open = cuts.Receipts.Orders.Keys.Where(id => cuts.Orders.GetValueOrDefault(id) != "shipped").ToList();

        var told = open.Count == 0 ? "" : await cuts.TellAsync(open);
        Assert.True(open.Count == 0, $"{open.Count} of {cuts.Orders.Count} are not shipped:\n{told}");
    }

    [Fact]
    public async Task As_many_pieces_left_the_house_as_were_sold()
    {
        foreach (var (sku, opening) in cuts.Opening)
        {
            var card = await cuts.Staff.StockAsync(sku);

            var sold = cuts.Receipts.Sold(sku);
            Assert.True(opening - sold == card.OnHand, $"{opening} - {sold} should be on hand: {card}");
        }
    }

    [Fact]
    public async Task No_piece_is_held_for_nobody()
    {
        foreach (var sku in cuts.Opening.Keys)
        {
            var card = await cuts.Staff.StockAsync(sku);

            Assert.True(card.IsFree, card.ToString());
        }
    }

    [Fact]
    public void Every_shipped_order_is_charged_exactly_once()
    {
        var captured = cuts.Payments.Where(payment => payment.Required("status") == "captured")
            .Select(payment => payment.Required("orderId"));

        Assert.Equal(cuts.Receipts.Orders.Keys.Order(StringComparer.Ordinal), captured.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_was_parked()
    {
        var shown = cuts.Parked.Take(5).Select(message => message.ToJsonString());

        Assert.True(cuts.Parked.Count == 0, $"{cuts.Parked.Count} parked:\n{string.Join("\n\n", shown)}");
    }

    [Fact]
    public Task The_stock_ledger_is_proven() => cuts.Staff.ProveStockAsync();
}
