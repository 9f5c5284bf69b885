using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Testing;

/// <summary>The whole shop in memory: the real workflows over in-memory ports that share one tripwire.</summary>
/// <remarks>Sells the tee (19.90), the hoodie (49.90) and the cap (9.00). Two warehouses and a shop in Berlin; nothing
/// is in stock until <see cref="Stock"/> says so.</remarks>
public sealed class TestShop
{
    public static readonly Sku Tee = Sku.Parse("TEE-CREW-NAVY-M");
    public static readonly Sku Hoodie = Sku.Parse("HOODIE-ZIP-BLACK-L");
    public static readonly Sku Cap = Sku.Parse("CAP-RED");
    public static readonly LocationId North = LocationId.Parse("WH1");
    public static readonly LocationId South = LocationId.Parse("WH2");
    public static readonly LocationId Berlin = LocationId.Parse("BER");

    /// <summary>A Friday, two hours before the carrier's cut-off.</summary>
    public static readonly DateTimeOffset Opening = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static readonly Delivery ToBerlin = new(
        "standard", new Address("Ada", "Chausseestr. 1", null, "10115", "Berlin", "DE"), "ada@example.com");

    public TestShop()
    {
        Ledger = new InMemoryStockLedger(Tripwire);
        Carts = new InMemoryCarts(Tripwire);
        Orders = new InMemoryOrders(Tripwire);
        Claims = new InMemoryCheckoutClaims(Tripwire);
        Payments = new InMemoryPayments(Tripwire);
        Shipments = new InMemoryShipments(Tripwire);
        Prices = new InMemoryPriceList().Sell(Tee, 19.90m).Sell(Hoodie, 49.90m).Sell(Cap, 9.00m);
        Locations.Know(
        [
            new Location(North, "North", LocationKind.Warehouse, "Hamburg", "DE", "4012345000016"),
            new Location(South, "South", LocationKind.Warehouse, "München", "DE", "4012345000023"),
            new Location(Berlin, "Berlin", LocationKind.Shop, "Berlin", "DE", "4012345000030"),
        ]);
        Reserve = new ReserveStockWorkflow(Ledger, Locations);
        Abandon = new AbandonCheckoutWorkflow(Carts, Orders, Ledger, Reserve, Payments);
        PlaceOrder = new PlaceOrderWorkflow(
            Carts, Claims, Orders, Reserve, Payments, new CartPricing(Prices), Abandon,
            new InMemoryOrderNumbers(Tripwire), Ids);
        Allocate = new AllocateOrderWorkflow(Orders, Ledger, Shipments);
        ApplyScan = new ApplyScanWorkflow(Shipments, Lots);
        Advance = new AdvanceOrderWorkflow(Orders, Ledger, Payments, Allocate);
        CloseCart = new CloseCartWorkflow(Carts);
    }

    public Tripwire Tripwire { get; } = new();

    public CountedIds Ids { get; } = new();

    public Locations Locations { get; } = new();

    public InMemoryStockLedger Ledger { get; }

    public InMemoryCarts Carts { get; }

    public InMemoryOrders Orders { get; }

    public InMemoryCheckoutClaims Claims { get; }

    public InMemoryPayments Payments { get; }

    public InMemoryShipments Shipments { get; }

    public InMemoryPriceList Prices { get; }

    public InMemoryLots Lots { get; } = new();

    public ReserveStockWorkflow Reserve { get; }

    public AbandonCheckoutWorkflow Abandon { get; }

    public PlaceOrderWorkflow PlaceOrder { get; }

    public AllocateOrderWorkflow Allocate { get; }

    public ApplyScanWorkflow ApplyScan { get; }

    public AdvanceOrderWorkflow Advance { get; }

    public CloseCartWorkflow CloseCart { get; }

    public TestShop Stock(Sku sku, LocationId location, int pieces, int safety = 0)
    {
        Ledger.Open(sku, location, pieces, safety, Opening);
        return this;
    }

    /// <summary>A cart with these pieces, to be sent to Berlin, ready to be checked out.</summary>
    public Cart FillCart(params (Sku Sku, int Pieces)[] pieces)
    {
        var cart = Cart.Open(CartId.Parse(Ids.New(CartId.Prefix)), null).DeliverTo(ToBerlin).Value;
        foreach (var (sku, count) in pieces)
        {
            cart = cart.Add(Ids.New("ln_"), sku, count).Value;
        }

        Carts.Put(cart);
        return cart;
    }

    /// <summary>The wish to buy the cart as it is.</summary>
    public static PlaceOrderCommand Buy(Cart cart, string key = "key-1", string token = "tok_ok") => new(
        cart.Id, cart.Version, InMemoryPayments.Provider, token, key, $"{cart.Id}|{cart.Version}|{token}");

    /// <summary>Checks out at a time after the opening.</summary>
    public Task<Result<Order>> BuyAsync(PlaceOrderCommand command, TimeSpan after = default) =>
        PlaceOrder.RunAsync(command, Opening + after, CancellationToken.None);

    /// <summary>Both sweeps, at a time after the opening.</summary>
    public async Task SweepAsync(TimeSpan after)
    {
        await Abandon.SweepCartsAsync(Opening + after, 100, CancellationToken.None);
        await Abandon.SweepReservationsAsync(Opening + after, 100, CancellationToken.None);
    }

    /// <summary>One location's level of a SKU.</summary>
    public StockLevel Level(Sku sku, LocationId location) =>
        Ledger.Read(sku).Levels.Single(level => level.Location == location);

    /// <summary>The proof of all books; empty when they are right.</summary>
    public IReadOnlyList<StockFinding> Prove() =>
        [.. Ledger.Skus.SelectMany(sku => StockProof.Check(Ledger.Read(sku)))];
}
