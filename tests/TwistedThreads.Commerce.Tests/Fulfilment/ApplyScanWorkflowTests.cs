using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

public sealed class ApplyScanWorkflowTests
{
    private const string Label = "340123450000000017";
    private readonly TestShop _shop = new();
    private readonly Shipment _older;
    private readonly Shipment _newer;

    public ApplyScanWorkflowTests()
    {
        _older = Add((TestShop.Tee, 2));
        _newer = Add((TestShop.Tee, 2), (TestShop.Cap, 1));
    }

    [Fact]
    public async Task A_scan_with_a_task_reaches_its_shipment()
    {
        await ApplyAsync(Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 2, _newer.Lines[0].Task));

        Assert.Equal((0, 2), (PickedOf(_older), PickedOf(_newer)));
    }

    [Fact]
    public async Task A_scan_without_a_task_reaches_the_oldest_shipment_that_it_fits()
    {
        await ApplyAsync(
            Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 2),
            Parcels.Scan("scan-2", FloorScanKind.Pick, TestShop.Tee, 2));

        Assert.Equal((2, 2), (PickedOf(_older), PickedOf(_newer)));
    }

    [Fact]
    public async Task The_same_scan_twice_counts_once()
    {
        var scan = Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee);

        await ApplyAsync(scan, scan);

        Assert.Equal(1, PickedOf(_older));
        Assert.Single(_shop.Shipments.Changes);
    }

    [Fact]
    public async Task A_new_scan_is_one_read_and_one_write()
    {
        var before = _shop.Tripwire.Steps;

        await ApplyAsync(Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 2, _newer.Lines[0].Task));

        Assert.Equal(2, _shop.Tripwire.Steps - before);
    }

    [Fact]
    public async Task A_scan_that_filled_its_line_is_not_refused_when_it_comes_again()
    {
        var scan = Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 2, _newer.Lines[0].Task);

        await ApplyAsync(scan, scan);

        Assert.Empty(_shop.Shipments.Refused);
        Assert.Equal(2, PickedOf(_newer));
    }

    [Fact]
    public async Task The_same_scan_taken_in_by_two_processes_counts_once()
    {
        var scan = Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee);

        // The other process comes right before this one writes: open shipments, write.
        _shop.Tripwire.Arm(1, afterEffect: false, () => ApplyAsync(scan));
        await ApplyAsync(scan);

        Assert.Equal(1, PickedOf(_older));
    }

    [Fact]
    public async Task Two_scans_at_once_both_count()
    {
        _shop.Tripwire.Arm(
            1, afterEffect: false, () => ApplyAsync(Parcels.Scan("scan-2", FloorScanKind.Pick, TestShop.Tee)));

        await ApplyAsync(Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee));

        Assert.Equal((2, 0), (PickedOf(_older), PickedOf(_newer)));
    }

    [Theory]
    [InlineData("HOODIE-ZIP-BLACK-L", null, "scan.no-such-task")]
    [InlineData("HOODIE-ZIP-BLACK-L", 1, "scan.wrong-item")]
    [InlineData(null, 1, "scan.not-an-item")]
    [InlineData("TEE-CREW-NAVY-M", 9, "scan.no-such-task")]
    public async Task A_scan_that_fits_nowhere_is_remembered_with_its_reason(string? sku, int? line, string code)
    {
        var task = line is { } number ? $"{_older.Lines[0].Task[..^1]}{number}" : null;

        await ApplyAsync(Parcels.Scan("scan-1", FloorScanKind.Pick, sku is null ? null : Sku.Parse(sku), 1, task));

        Assert.Equal(code, _shop.Shipments.Refused["scan-1"]);
        Assert.Empty(_shop.Shipments.Changes);
    }

    [Fact]
    public async Task A_task_of_another_place_is_no_task_here()
    {
        var task = _older.Lines[0].Task.Replace(".WH1.", ".WH2.", StringComparison.Ordinal);

        await ApplyAsync(
            Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 1, task),
            Parcels.Scan("scan-2", FloorScanKind.Pick, TestShop.Tee, 1, "a task that nobody made"));

        Assert.Equal(["scan.no-such-task", "scan.no-such-task"], _shop.Shipments.Refused.Values);
    }

    [Fact]
    public async Task A_label_finds_its_parcel_among_many()
    {
        await ApplyAsync(
            Parcels.Scan("scan-1", FloorScanKind.Pack, null, 1, _newer.Lines[0].Task, Label),
            Parcels.Scan("scan-2", FloorScanKind.Ship, null, sscc: Label));

        Assert.Equal((false, true), (Now(_older).IsShipScanned, Now(_newer).IsShipScanned));
    }

    [Fact]
    public async Task An_article_scanned_out_without_a_task_ships_the_parcel_that_is_packed_not_one_on_the_bench()
    {
        await ApplyAsync(
            Parcels.Scan("scan-1", FloorScanKind.Pick, TestShop.Tee, 2, _newer.Lines[0].Task),
            Parcels.Scan("scan-2", FloorScanKind.Pick, TestShop.Cap, 1, _newer.Lines[1].Task),
            Parcels.Scan("scan-3", FloorScanKind.Pack, null, 1, _newer.Lines[0].Task, Label),
            Parcels.Scan("scan-4", FloorScanKind.Ship, TestShop.Tee));

        Assert.Equal((false, true), (Now(_older).IsShipScanned, Now(_newer).IsShipped));
    }

    [Fact]
    public async Task Two_parcels_scanned_out_before_they_are_reported_packed_are_two()
    {
        await ApplyAsync(
            Parcels.Scan("scan-1", FloorScanKind.Ship, TestShop.Tee),
            Parcels.Scan("scan-2", FloorScanKind.Ship, TestShop.Tee));

        Assert.Equal((true, true), (Now(_older).IsShipScanned, Now(_newer).IsShipScanned));
    }

    [Fact]
    public async Task Nothing_seen_ships_nothing()
    {
        await ApplyAsync(Parcels.Scan("scan-1", FloorScanKind.Ship, null, 1, _older.Lines[0].Task));

        Assert.Equal("scan.not-an-item", _shop.Shipments.Refused["scan-1"]);
        Assert.False(Now(_older).IsShipScanned);
    }

    private Shipment Add(params (Sku Sku, int Pieces)[] lines)
    {
        var shipment = Parcels.Of(OrderId.Parse(_shop.Ids.New(OrderId.Prefix)), TestShop.North, lines);
        _shop.Shipments.Put(shipment);
        return shipment;
    }

    private async Task ApplyAsync(params FloorScan[] scans)
    {
        foreach (var scan in scans)
        {
            await _shop.ApplyScan.RunAsync(scan, CancellationToken.None);
        }
    }

    private Shipment Now(Shipment shipment) => _shop.Shipments.Peek(shipment.Id);

    private int PickedOf(Shipment shipment) => Now(shipment).Lines[0].Picked;
}
