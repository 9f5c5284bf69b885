using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>A guest finds a shirt, buys two, and the warehouse ships them: the shop's main job, from end to
/// end.</summary>
public abstract class PurchaseStory(PurchaseDay day)
{
    [Fact]
    public void The_checkout_answers_with_a_paid_order_and_says_where_it_is()
    {
        Assert.Equal(201, day.Checkout.Status);
        Assert.Equal("paid", day.Placed.Required("status"));
        Assert.StartsWith("TT-", day.Placed.Required("number"), StringComparison.Ordinal);
        Assert.Equal(PurchaseDay.Pieces, Assert.Single(day.Placed.Items("lines")).Number("quantity"));
    }

    [Fact]
    public void The_guest_pays_two_shirts_and_the_totals_add_up()
    {
        var line = Assert.Single(day.Placed.Items("lines"));
        var totals = day.Placed.Member("totals");

        Assert.Equal(PurchaseDay.Pieces * line.Money("unitPrice"), totals.Money("items"));
        Assert.True(totals.Money("grand") > 0);
    }

    [Fact]
    public void The_warehouse_picks_packs_and_ships() =>
        Assert.Equal(["pick", "pack", "ship"], day.Crew.Deeds);

    [Fact]
    public void The_guest_sees_the_order_shipped() => Assert.Equal("shipped", day.Shipped.Required("status"));

    [Fact]
    public void The_timeline_tells_the_story_in_order()
    {
        var timeline = day.Shipped.Items("timeline");
        var times = timeline.Select(entry => entry.Required("at")).ToList();

        Assert.Equal("orderPlaced", timeline[0].Required("type"));
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public void The_card_is_charged_once_and_in_full()
    {
        var payment = Assert.Single(day.Payments);

        Assert.Equal("captured", payment.Required("status"));
        Assert.Equal(day.Placed.Member("totals").Money("grand"), payment.Money("amount"));
    }

    [Fact]
    public void Two_shirts_have_left_the_house() =>
        Assert.Equal(day.Before.OnHand - PurchaseDay.Pieces, day.After.OnHand);

    [Fact]
    public void Nothing_is_held_any_longer()
    {
        Assert.Equal(day.Before.Reserved, day.After.Reserved);
        Assert.Equal(day.Before.Allocated, day.After.Allocated);
    }

    [Fact]
    public Task The_stock_ledger_is_proven() => day.Staff.ProveStockAsync();

    [Fact]
    public void The_order_knows_what_it_cost_us() =>
        Assert.True(day.Costs.Money("total") > 0, day.Costs.ToJsonString());

    [Fact]
    public async Task A_stranger_cannot_see_the_order()
    {
        var answer = await day.Client.GetAsync($"/api/orders/{day.Placed.Required("id")}");

        Assert.True(answer.Status is 401 or 403 or 404, answer.ToString());
    }
}
