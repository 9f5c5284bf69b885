using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

/// <summary>Picking is verified by what is scanned: the wrong article or lot stops the task until the right one
/// comes.</summary>
public sealed class StoppedTaskTests
{
    private readonly TestShop _shop = new();
    private readonly Shipment _shipment;

    public StoppedTaskTests()
    {
        _shipment = Parcels.Of(
            OrderId.Parse(_shop.Ids.New(OrderId.Prefix)), TestShop.North, (TestShop.Tee, 2), (TestShop.Cap, 1));
        _shop.Shipments.Put(_shipment);
        _shop.Lots.Block(TestShop.Tee, "L7");
    }

    [Fact]
    public async Task The_wrong_article_stops_its_task_and_no_other()
    {
        await PickAsync("scan-1", TestShop.Cap);

        Assert.Equal(["scan.wrong-item", null], Stops());
        Assert.Equal("scan.wrong-item", _shop.Shipments.Refused["scan-1"]);
        Assert.Equal(0, Now.Lines[0].Picked);
    }

    [Fact]
    public async Task A_piece_of_a_blocked_lot_stops_its_task()
    {
        await PickAsync("scan-1", TestShop.Tee, "L7");

        Assert.Equal(["scan.blocked-lot", null], Stops());
        Assert.Contains("L7", Now.Lines[0].Stop!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_piece_lets_the_task_go_on()
    {
        await PickAsync("scan-1", TestShop.Tee, "L7");
        await PickAsync("scan-2", TestShop.Tee, "L8");

        Assert.Equal([null, null], Stops());
        Assert.Equal(1, Now.Lines[0].Picked);
    }

    [Fact]
    public async Task A_repeated_wrong_scan_does_not_stop_what_has_gone_on()
    {
        await PickAsync("scan-1", TestShop.Cap);
        await PickAsync("scan-2", TestShop.Tee);
        await PickAsync("scan-1", TestShop.Cap);

        Assert.Equal([null, null], Stops());
    }

    [Fact]
    public async Task A_task_that_has_all_its_pieces_is_not_stopped()
    {
        await PickAsync("scan-1", TestShop.Tee, quantity: 2);
        await PickAsync("scan-2", TestShop.Cap);

        Assert.Equal([null, null], Stops());
    }

    private Shipment Now => _shop.Shipments.Peek(_shipment.Id);

    private List<string?> Stops() => [.. FloorTasks().Select(task => task.Stop?.Code)];

    private IEnumerable<FloorTask> FloorTasks() => FloorTask.Of(Now);

    private Task PickAsync(string id, Sku sku, string? lot = null, int quantity = 1) => _shop.ApplyScan.RunAsync(
        Parcels.Scan(id, FloorScanKind.Pick, sku, quantity, _shipment.Lines[0].Task) with { Lot = lot },
        CancellationToken.None);
}
