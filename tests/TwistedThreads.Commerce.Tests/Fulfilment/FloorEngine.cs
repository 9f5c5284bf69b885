using System.Globalization;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

/// <summary>Takes one order from the cart to the carrier through the real workflows. Every request, fact and scan is a
/// message that stays until it was handled as often as it is to be delivered;
/// a handler that fails gets it again.</summary>
internal sealed class FloorEngine
{
    private const int Patience = 5_000;
    private readonly bool _isPieceByPiece;
    private readonly PlaceOrderCommand _request;
    private readonly List<Message> _messages = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _now = TestShop.Opening;

    /// <param name="isPieceByPiece">Whether every piece is scanned by itself, or all pieces of a line at once.</param>
    public FloorEngine(bool isPieceByPiece)
    {
        _isPieceByPiece = isPieceByPiece;

        // The tees need two warehouses, the caps come from the second, the hoodie from the shop: three parcels.
        Shop = new TestShop()
            .Stock(TestShop.Tee, TestShop.North, 3).Stock(TestShop.Tee, TestShop.South, 2)
            .Stock(TestShop.Cap, TestShop.South, 4).Stock(TestShop.Hoodie, TestShop.Berlin, 1);
        Cart = Shop.FillCart((TestShop.Tee, 5), (TestShop.Cap, 2), (TestShop.Hoodie, 1));
        _request = TestShop.Buy(Cart);
    }

    public TestShop Shop { get; }

    public Cart Cart { get; }

    /// <summary>Every message once, in the order in which they came to be.</summary>
    public async Task RunStraightAsync()
    {
        while (Waiting(() => 1) is [var first, ..])
        {
            await DeliverAsync(first);
        }
    }

    /// <summary>Every message one to four times, in any order; handlers die, and run into each other.</summary>
    public async Task RunWildAsync(Generator chance)
    {
        Shop.Payments.UnansweredCaptures = chance.Between(0, 2);
        for (var delivery = 0; Waiting(() => chance.Between(1, 4)) is { Count: > 0 } waiting; delivery++)
        {
            Assert.True(delivery < Patience, $"seed {chance.Seed}: {waiting[0].Id} is never done");
            if (chance.Chance(0.3))
            {
                Shop.Tripwire.Kill(chance.Between(0, 12), chance.Chance(0.5));
            }
            else if (chance.Chance(0.5))
            {
                var other = chance.OneOf(waiting);
                Shop.Tripwire.Arm(chance.Between(0, 12), chance.Chance(0.5), () => DeliverAsync(other));
            }

            await DeliverAsync(chance.OneOf(waiting));
            Shop.Tripwire.Disarm();
        }
    }

    private List<Message> Waiting(Func<int> deliveries)
    {
        void Add(string id, Func<Task> handle)
        {
            if (_known.Add(id))
            {
                _messages.Add(new Message(id, handle, deliveries()));
            }
        }

        Add("checkout", CheckOutAsync);
        foreach (var placed in Shop.Orders.Placed)
        {
            Add("placed", () => AllocateAsync(placed));
        }

        foreach (var scan in Shop.Shipments.All.SelectMany(Scans))
        {
            Add(scan.EventId, () => Shop.ApplyScan.RunAsync(scan, CancellationToken.None));
        }

        foreach (var (number, change) in Shop.Shipments.Changes.Index())
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"changed-{number}");
            Add(id, () => Shop.Advance.RunAsync(change, id, _now, CancellationToken.None));
        }

        return [.. _messages.Where(message => message.Left > 0)];
    }

    private async Task DeliverAsync(Message message)
    {
        try
        {
            await message.Handle();
            message.Left--;
        }
        catch (Exception fault) when (fault is ProcessKilledException or InvalidOperationException or TimeoutException)
        {
            // It comes again, once the attempt of a dead checkout is over.
            _now += PlaceOrderWorkflow.AttemptLife;
        }
    }

    private async Task CheckOutAsync()
    {
        var placed = await Shop.PlaceOrder.RunAsync(_request, _now, CancellationToken.None);
        if (placed.Refusal is { } refusal)
        {
            Assert.Equal("checkout.in-flight", refusal.Code);
            throw new TimeoutException(refusal.Detail);
        }
    }

    private async Task AllocateAsync(OrderPlaced placed)
    {
        await Shop.Allocate.RunAsync(placed.Order, "placed", _now, CancellationToken.None);
        await Shop.CloseCart.RunAsync(placed.Cart, CancellationToken.None);
    }

    // The south closes its parcels with a label, the others scan what they put in.
    private IEnumerable<FloorScan> Scans(Shipment shipment)
    {
        var label = shipment.Location == TestShop.South ? "340123450000000017" : null;
        var first = shipment.Lines[0];
        return
        [
            .. shipment.Lines.SelectMany(line => Scans(shipment, line, FloorScanKind.Pick)),
            .. label is null
                ? shipment.Lines.SelectMany(line => Scans(shipment, line, FloorScanKind.Pack))
                : [Scan(shipment, FloorScanKind.Pack, first, null, label, 1, "label")],
            Scan(shipment, FloorScanKind.Ship, first, label is null ? first.Sku : null, label, 1, "out"),
        ];
    }

    private IEnumerable<FloorScan> Scans(Shipment shipment, ShipmentLine line, FloorScanKind kind) => _isPieceByPiece
        ? Enumerable.Range(1, line.Quantity).Select(piece =>
            Scan(shipment, kind, line, line.Sku, null, 1, piece.ToString(CultureInfo.InvariantCulture)))
        : [Scan(shipment, kind, line, line.Sku, null, line.Quantity, "all")];

    private static FloorScan Scan(
        Shipment shipment, FloorScanKind kind, ShipmentLine line, Sku? sku, string? label, int pieces, string name) =>
        new($"{kind}-{line.Task}-{name}", kind, shipment.Location, sku, label, pieces, line.Task, TestShop.Opening);

    private sealed class Message(string id, Func<Task> handle, int left)
    {
        public string Id { get; } = id;

        public Func<Task> Handle { get; } = handle;

        public int Left { get; set; } = left;
    }
}
