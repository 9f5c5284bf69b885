using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>Plays one purchase through to the shipment and keeps what everybody saw.</summary>
public class PurchaseDay : RunningShop
{
    private const string Shirt = "TEE-CREW-NAVY-M";

    public const int Pieces = 2;

    public StockCard Before { get; private set; } = null!;

    public Answer Checkout { get; private set; } = null!;

    public JsonNode Placed => Checkout.Json!;

    public JsonNode Shipped { get; private set; } = null!;

    public IReadOnlyList<JsonNode> Payments { get; private set; } = [];

    public StockCard After { get; private set; } = null!;

    public JsonNode Costs { get; private set; } = null!;

    private string OrderId => Placed.Required("id");

    protected override async Task PrepareAsync()
    {
        Before = await Staff.StockAsync(Shirt);
        var guest = await Shopper.AtTheTillAsync(Client, (await FindShirtAsync(), Pieces));
        Checkout = await guest.CheckoutAsync(Unique.Key());
        Checkout.Expect(201);

        await ReachesAsync(guest, "allocated");
        await Crew.ShipAsync(OrderId, await LocationOfTasksAsync());
        Shipped = await ReachesAsync(guest, "shipped");

        Payments = await Eventually.HoldsAsync(
            PaymentsAsync,
            seen => seen.All(payment => payment.Required("status") == "captured"),
            "the card is charged");
        After = await Eventually.HoldsAsync(
            () => Staff.StockAsync(Shirt), card => card.Reserved == Before.Reserved, "nothing is reserved any longer");
        Costs = (await Staff.GetAsync($"/api/costs/orders/{OrderId}")).Expect(200);
    }

    private async Task<string> FindShirtAsync()
    {
        var found = (await Client.GetAsync("/api/search?q=classic%20crew%20navy")).Expect(200).Items();
        foreach (var product in found)
        {
            var detail = (await Client.GetAsync($"/api/products/{product.Required("slug")}")).Expect(200);
            if (detail.Items("variants").Any(variant => variant.Required("sku") == Shirt))
            {
                return Shirt;
            }
        }

        throw new InvalidOperationException($"The search found {found.Count} products, but not {Shirt}.");
    }

    private Task<JsonNode> ReachesAsync(Shopper guest, string status) => Eventually.HoldsAsync(
        async () => (await guest.OrderAsync(Placed)).Expect(200),
        order => order.Required("status") == status,
        $"the order is {status}");

    private async Task<string> LocationOfTasksAsync()
    {
        var locations = Before.Shelves.Select(shelf => shelf.Location).ToList();
        return await Eventually.HoldsAsync(
            async () =>
            {
                foreach (var location in locations)
                {
                    if ((await Crew.OpenTasksAsync(location)).Any(task => task.OrderId == OrderId))
                    {
                        return location;
                    }
                }

                return "";
            },
            location => location.Length > 0,
            "a location has a task of the order");
    }

    private async Task<IReadOnlyList<JsonNode>> PaymentsAsync() =>
        [.. (await Staff.PaymentsAsync()).Where(payment => payment.Required("orderId") == OrderId)];
}
