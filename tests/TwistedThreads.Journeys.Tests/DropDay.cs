using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>A hundred shirts become a drop, three hundred guests run to the till together, the warehouse ships what was
/// sold, and the drop is closed.</summary>
public sealed class DropDay : RunningShop
{
    public const int Guests = 300;
    public const int Pieces = 100;
    public const int Buckets = 16;
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 48 };

    public string Sku { get; private set; } = "";

    public JsonNode Opened { get; private set; } = null!;

    public StockCard AtOpening { get; private set; } = null!;

    public StockCard AtTheEnd { get; private set; } = null!;

    public ConcurrentBag<Answer> Answers { get; } = [];

    /// <summary>What became of the orders, by id.</summary>
    public IReadOnlyDictionary<string, string> Orders { get; private set; } = null!;

    public string Path => $"/api/stock/{Sku}/drop";

    protected override async Task PrepareAsync()
    {
        Sku = await SkuWithAsync(Pieces);
        var body = new JsonObject { ["location"] = "WH1", ["buckets"] = Buckets };
        Opened = (await Staff.SendAsync(HttpMethod.Put, Path, body)).Expect(200);
        AtOpening = await Staff.StockAsync(Sku);

        var guests = new ConcurrentBag<Shopper>();
        await Parallel.ForAsync(0, Guests, AtOnce, async (_, _) =>
            guests.Add(await Shopper.AtTheTillAsync(Client, (Sku, 1))));
        await Parallel.ForEachAsync(guests, AtOnce, async (guest, _) =>
        {
            var key = Unique.Key();
            Answers.Add(await ShopClient.PatientlyAsync(() => guest.CheckoutAsync(key)));
        });

        await ShipAllAsync();
        (await Staff.SendAsync(HttpMethod.Delete, Path, null)).Expect(204);
        AtTheEnd = await Staff.StockAsync(Sku);
        Orders = await Staff.OrdersAsync();
    }

    private Task<IReadOnlyDictionary<string, string>> ShipAllAsync() => Eventually.HoldsAsync(
        async () =>
        {
            await Crew.WorkAsync("WH1");
            return await Staff.OrdersAsync();
        },
        orders => orders.Values.Count(status => status == "shipped") >= Pieces,
        "all orders of the drop are shipped");
}
