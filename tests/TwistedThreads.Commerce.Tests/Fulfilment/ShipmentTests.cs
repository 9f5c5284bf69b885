using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

public sealed class ShipmentTests
{
    private const string Label = "340123450000000017";
    private const string OtherLabel = "340123450000000024";

    // Three tees for one line, one for another, and a cap.
    private static readonly Shipment Open = Parcels.Of(
        TestShop.North, (TestShop.Tee, 3), (TestShop.Tee, 1), (TestShop.Cap, 1));

    [Fact]
    public void Picking_with_a_task_counts_for_that_line() =>
        Assert.Equal([0, 1, 0], Picked(Open.Pick(TestShop.Tee, Task(2), 1).Value));

    [Fact]
    public void Picking_without_a_task_counts_for_the_first_line_that_still_wants_so_many()
    {
        var first = Open.Pick(TestShop.Tee, null, 2).Value;
        var second = first.Pick(TestShop.Tee, null, 1).Value.Pick(TestShop.Tee, null, 1).Value;

        Assert.Equal([2, 0, 0], Picked(first));
        Assert.Equal([3, 1, 0], Picked(second));
        Assert.Equal("scan.no-such-task", second.Pick(TestShop.Tee, null, 1).Refusal!.Code);
    }

    [Fact]
    public void More_than_a_task_wants_is_refused_with_what_it_wants()
    {
        var refusal = Open.Pick(TestShop.Tee, Task(1), 4).Refusal!;

        Assert.Equal("scan.too-many", refusal.Code);
        Assert.Contains("3 more", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_article_than_the_task_wants_is_refused() =>
        Assert.Equal("scan.wrong-item", Open.Pick(TestShop.Cap, Task(1), 1).Refusal!.Code);

    [Fact]
    public void A_task_of_another_shipment_is_refused() =>
        Assert.Equal("scan.no-such-task", Open.Pick(TestShop.Tee, "tsk_nowhere.1", 1).Refusal!.Code);

    [Fact]
    public void Packing_may_be_reported_before_picking_and_counts_once_both_are()
    {
        var packed = Open.Pack(TestShop.Tee, Task(1), 3).Value;

        Assert.Equal(0, packed.Lines[0].Packed);
        Assert.Equal(2, packed.Pick(TestShop.Tee, Task(1), 2).Value.Lines[0].Packed);
    }

    [Fact]
    public void Closing_a_parcel_packs_all_that_is_picked_and_all_that_will_be()
    {
        var closed = Open.Pick(TestShop.Tee, Task(1), 3).Value.PackInto(Label).Value;

        Assert.Equal([3, 0, 0], closed.Lines.Select(line => line.Packed));
        Assert.False(closed.IsPacked);
        Assert.True(PickAll(closed).IsPacked);
    }

    [Fact]
    public void A_parcel_has_one_label()
    {
        var closed = Open.PackInto(Label).Value;

        Assert.Equal(Label, closed.PackInto(Label).Value.Sscc);
        Assert.Equal("scan.other-parcel", closed.PackInto(OtherLabel).Refusal!.Code);
        Assert.Equal("scan.other-parcel", closed.Ship(null, OtherLabel).Refusal!.Code);
        Assert.Equal(Label, Open.Ship(null, Label).Value.Sscc);
    }

    [Fact]
    public void A_parcel_that_was_scanned_out_has_left_once_everything_is_packed()
    {
        var scannedOut = Open.Ship(TestShop.Cap, null).Value.PackInto(Label).Value;

        Assert.False(scannedOut.IsShipped);
        Assert.True(PickAll(scannedOut).IsShipped);
    }

    [Fact]
    public void An_article_that_is_not_in_the_parcel_does_not_ship_it() =>
        Assert.Equal("scan.wrong-item", Open.Ship(TestShop.Hoodie, null).Refusal!.Code);

    [Fact]
    public void The_order_is_told_running_totals_and_shipped_only_as_a_whole()
    {
        var closed = Open.PackInto(Label).Value.Pick(TestShop.Tee, Task(1), 3).Value.Ship(null, Label).Value;

        Assert.Equal(new ShipmentCount("ln-1", TestShop.Tee, 3, 3, 3, 0), closed.Report().Lines[0]);
        Assert.Equal(new ShipmentCount("ln-1", TestShop.Tee, 3, 3, 3, 3), PickAll(closed).Report().Lines[0]);
        Assert.Equal((Open.Id, TestShop.North, Label), (closed.Id, closed.Location, closed.Report().Sscc));
    }

    [Fact]
    public void A_task_tells_its_shipment()
    {
        Assert.Equal(Open.Id, Shipment.IdOfTask(Task(3)));
        Assert.Equal(Shipment.IdOf(SampleOrders.Id, TestShop.North), Open.Id);
        Assert.All([null, "", "tsk_", "tsk_x", "shp_x.1", ".1"], text => Assert.Null(Shipment.IdOfTask(text)));
    }

    [Fact]
    public void The_floor_is_told_the_next_step_of_every_line()
    {
        var busy = Open.Pick(TestShop.Tee, Task(1), 1).Value.Pick(TestShop.Tee, Task(2), 1).Value;

        Assert.Equal(["Pick 2", "Pack 1", "Pick 1"], Tasks(busy));
        Assert.Equal(["Pick 2", "Pick 1"], Tasks(busy.Pack(TestShop.Tee, Task(2), 1).Value)); // The packed one waits.
    }

    [Fact]
    public void A_packed_parcel_is_to_be_shipped_line_by_line_until_one_of_them_is_scanned()
    {
        var packed = PickAll(Open.PackInto(Label).Value);

        Assert.Equal(["Ship 3", "Ship 1", "Ship 1"], Tasks(packed));
        Assert.Empty(Tasks(packed.Ship(TestShop.Tee, null).Value));
    }

    [Fact]
    public void A_line_reported_as_packed_but_not_as_picked_is_still_to_be_picked() =>
        Assert.Equal(["Pick 3", "Pick 1", "Pick 1"], Tasks(Open.PackInto(Label).Value.Ship(null, Label).Value));

    private static string Task(int number) => Open.Lines[number - 1].Task;

    private static IEnumerable<int> Picked(Shipment shipment) => shipment.Lines.Select(line => line.Picked);

    private static Shipment PickAll(Shipment shipment) => shipment with
    {
        Lines = [.. shipment.Lines.Select(line => line with { Picked = line.Quantity })],
    };

    private static IEnumerable<string> Tasks(Shipment shipment) =>
        FloorTask.Of(shipment).Select(task => $"{task.Kind} {task.Quantity}");
}
