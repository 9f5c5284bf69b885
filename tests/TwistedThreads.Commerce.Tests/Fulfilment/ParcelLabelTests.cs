using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

/// <summary>A parcel is known by its label, whichever of packing and shipping is told first; one label is one
/// parcel.</summary>
public sealed class ParcelLabelTests
{
    private const string Label = "340123450000000017";
    private static readonly FloorScan HandedOver = Parcels.Scan("out", FloorScanKind.Ship, null, sscc: Label);
    private readonly TestShop _shop = new();

    [Fact]
    public async Task A_parcel_that_is_handed_over_before_its_packing_is_told_leaves_with_it()
    {
        var shipment = Add();

        await ApplyAsync(HandedOver);
        Assert.False(await IsSettledAsync(HandedOver));
        await ApplyAsync(Picked(shipment), Packed(shipment));

        Assert.True(Now(shipment).IsShipped);
        Assert.True(await IsSettledAsync(HandedOver));
    }

    [Fact]
    public async Task Wherever_the_process_dies_the_parcel_leaves()
    {
        for (var step = 0; step < 12; step++)
        {
            foreach (var afterEffect in new[] { false, true })
            {
                var shop = new TestShop();
                var shipment = Add(shop);
                FloorScan[] scans = [HandedOver, Picked(shipment), Packed(shipment)];

                shop.Tripwire.Kill(step, afterEffect);
                await Record.ExceptionAsync(() => ApplyAsync(shop, scans));
                shop.Tripwire.Disarm();
                await ApplyAsync(shop, scans);

                Assert.True(shop.Shipments.Peek(shipment.Id).IsShipped, $"step {step}, after: {afterEffect}");
            }
        }
    }

    [Fact]
    public async Task Packing_that_is_told_at_the_same_moment_is_not_missed()
    {
        for (var step = 0; step < 3; step++)
        {
            var shop = new TestShop();
            var shipment = Add(shop);
            await ApplyAsync(shop, Picked(shipment));

            shop.Tripwire.Arm(step, afterEffect: false, () => ApplyAsync(shop, Packed(shipment)));
            await ApplyAsync(shop, HandedOver);

            Assert.True(shop.Shipments.Peek(shipment.Id).IsShipped, $"step {step}");
        }
    }

    [Fact]
    public async Task A_label_that_another_parcel_bears_is_refused()
    {
        var (first, second) = (Add(), Add());

        await ApplyAsync(Packed(first), Packed(second) with { EventId = "again" });

        Assert.Equal("scan.other-parcel", _shop.Shipments.Refused["again"]);
        Assert.Null(Now(second).Sscc);
    }

    private static FloorScan Picked(Shipment shipment) =>
        Parcels.Scan("pick", FloorScanKind.Pick, TestShop.Tee, 2, shipment.Lines[0].Task);

    private static FloorScan Packed(Shipment shipment) =>
        Parcels.Scan("pack", FloorScanKind.Pack, null, 1, shipment.Lines[0].Task, Label);

    private static Shipment Add(TestShop shop)
    {
        var shipment = Parcels.Of(OrderId.Parse(shop.Ids.New(OrderId.Prefix)), TestShop.North, (TestShop.Tee, 2));
        shop.Shipments.Put(shipment);
        return shipment;
    }

    private static async Task ApplyAsync(TestShop shop, params FloorScan[] scans)
    {
        foreach (var scan in scans)
        {
            await shop.ApplyScan.RunAsync(scan, CancellationToken.None);
        }
    }

    private Shipment Add() => Add(_shop);

    private Task ApplyAsync(params FloorScan[] scans) => ApplyAsync(_shop, scans);

    private Task<bool> IsSettledAsync(FloorScan scan) => _shop.Shipments.IsSettledAsync(scan, CancellationToken.None);

    private Shipment Now(Shipment shipment) => _shop.Shipments.Peek(shipment.Id);
}
