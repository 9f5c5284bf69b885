using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Inventory.Desk;

/// <summary>Whoever dies between any two writes of the desk leaves nothing half done, whether the caller asks again or
/// not.</summary>
public sealed class DeskCrashTests
{
    [Fact]
    public Task A_receipt_is_announced_whole_or_not_at_all() => DeskBench.DieAnywhereAsync(
        async bench => await bench.WriteAsync(DeskForm.Receipt),
        async (bench, _) =>
        {
            await bench.DeliverAsync();
            var incoming = await IncomingAsync(bench);
            Assert.True(incoming is [0, 0, 0] or [5, 5, 5], string.Join(',', incoming));

            var repeated = await bench.WriteAsync(DeskForm.Receipt);
            await bench.DeliverAsync();

            Assert.Equal(DeskStage.Open, repeated.Value.Stage);
            Assert.Equal("5 5 5", string.Join(' ', await IncomingAsync(bench)));
            await bench.ProveAsync();
        });

    [Fact]
    public Task A_receipt_is_closed_whole_once_it_is_on_disk() => DeskBench.DieAnywhereAsync(
        async bench => await CloseAsync(bench),
        async (bench, _) =>
        {
            await bench.DeliverAsync();
            var incoming = await IncomingAsync(bench);
            Assert.True(incoming is [5, 5, 5] or [0, 0, 0], string.Join(',', incoming));

            await CloseAsync(bench);
            await bench.DeliverAsync();

            Assert.Equal("0 0 0", string.Join(' ', await IncomingAsync(bench)));
            await bench.ProveAsync();
        },
        async bench => await bench.WriteAsync(DeskForm.Receipt));

    [Fact]
    public Task What_the_desk_sends_leaves_whole_or_not_at_all() => DeskBench.DieAnywhereAsync(
        DispatchAsync,
        async (bench, _) =>
        {
            await bench.DeliverAsync();
            var sent = await InTransitAsync(bench);
            Assert.True(sent is [0, 0, 0] or [5, 5, 5], string.Join(',', sent));

            await DispatchAsync(bench);
            await bench.DeliverAsync();

            Assert.Equal("5 5 5", string.Join(' ', await InTransitAsync(bench)));
            await bench.ProveAsync();
        },
        async bench => await bench.WriteAsync(DeskForm.Transfer));

    [Fact]
    public Task A_parcel_is_received_once_by_the_scan_that_came_first() => DeskBench.DieAnywhereAsync(
        bench => ReceiveAsync(bench, "scan-1"),
        async (bench, _) =>
        {
            await ReceiveAsync(bench, "scan-1");
            await ReceiveAsync(bench, "scan-2");
            await ReceiveAsync(bench, "scan-1");

            foreach (var sku in DeskBench.Skus)
            {
                var level = await bench.LevelAsync(sku, DeskBench.Sender);
                Assert.Equal((5, 0), (level.OnHand, level.Incoming));
            }

            Assert.Null(await EffectAsync(bench, "scan-1"));
            Assert.Equal("scan.parcel-received-before", await EffectAsync(bench, "scan-2"));
            await bench.ProveAsync();
        },
        async bench => await bench.WriteAsync(DeskForm.Receipt));

    [Fact]
    public async Task A_parcel_of_a_receipt_that_is_half_announced_is_met_all_the_same()
    {
        await using var bench = await DeskBench.OpenAsync();
        var claim = await bench.Claims.ClaimAsync(DeskBench.Request("k"), "rcp_", "body", CancellationToken.None);
        await bench.Papers.CreateAsync(DeskBench.Draft(DeskForm.Receipt, claim.Value), CancellationToken.None);

        await ReceiveAsync(bench, "scan-1");

        var level = await bench.LevelAsync(DeskBench.Skus[0], DeskBench.Sender);
        Assert.Equal((5, 0), (level.OnHand, level.Incoming));
        Assert.Empty((await bench.Accounts.FindRecordAsync(
            DeskBench.Skus[0], "WH1.scan-1.1", CancellationToken.None))!.Discrepancies);
    }

    [Fact]
    public Task A_line_of_a_till_is_sold_once_wherever_the_file_broke_off() => DeskBench.DieAnywhereAsync(
        SendFileAsync,
        async (bench, _) =>
        {
            await SendFileAsync(bench);
            await bench.DeliverAsync();
            await bench.DeliverAsync();

            // 33 lines of one piece of each article, which the books did not have.
            var all = new MovementFilter(null, null, null, false);
            foreach (var sku in DeskBench.Skus)
            {
                var (sold, _) = await new StockBooks(bench.Documents)
                    .MovementsAsync(sku, all, 1000, null, CancellationToken.None);
                Assert.Equal(33, sold.Where(movement => movement.Reason == "sale").Sum(movement => movement.Quantity));
            }

            Assert.Equal(0, await new TillStore(bench.Documents, bench.Outbox)
                .CaptureAsync(Lines(), CancellationToken.None));
            await bench.ProveAsync();
        });

    private static Task<int> SendFileAsync(DeskBench bench) =>
        new TillStore(bench.Documents, bench.Outbox).CaptureAsync(Lines(), CancellationToken.None);

    private static StockEvent[] Lines() =>
    [
        .. Enumerable.Range(0, 99).Select(number => new StockEvent(
            $"till.{number}.1", StockEventKind.Sale, DeskBench.Receiver, DeskBench.Skus[number % 3], 1,
            new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), "till")),
    ];

    private static async Task DispatchAsync(DeskBench bench)
    {
        var paper = (await bench.WriteAsync(DeskForm.Transfer)).Value;
        var claim = await bench.Claims.ClaimAsync(DeskBench.Request("key-2"), "evt_", "sent", CancellationToken.None);
        StockEvent[] events =
        [
            .. DeskBench.Skus.Select((sku, index) => new StockEvent(
                $"{claim.Value.Id}-{index}", StockEventKind.TransferOut, DeskBench.Sender, sku, 5, claim.Value.At,
                "desk")
            {
                Paper = paper.Id,
            }),
        ];
        Assert.False(
            (await bench.Papers.TakeInAsync(paper.Id, claim.Value, events, CancellationToken.None)).IsRefused);
        foreach (var happened in events)
        {
            await bench.Apply.RunAsync(happened, claim.Value.At, CancellationToken.None);
        }
    }

    private static async Task CloseAsync(DeskBench bench)
    {
        var paper = (await bench.WriteAsync(DeskForm.Receipt)).Value;
        var closed = await bench.Desk.CloseAsync(
            DeskBench.Request("key-2", "/closing"), DeskForm.Receipt, paper.Id, CancellationToken.None);
        Assert.Equal(DeskStage.Closed, closed.Value.Stage);
    }

    private static Task ReceiveAsync(DeskBench bench, string scan)
    {
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var received = new ParcelReceived(scan, DeskBench.Sender, "340123450000000018", at, "dev_1");
        return bench.ReceiveParcel.RunAsync(
            new CloudEvent<ParcelReceived>($"evt_{scan}", "test", "parcel", "WH1", at, received),
            CancellationToken.None);
    }

    private static async Task<string?> EffectAsync(DeskBench bench, string scan) =>
        (await new ShipmentStore(bench.Documents, bench.Outbox)
            .FindEffectAsync(DeskBench.Sender, scan, CancellationToken.None))!.RefusalCode;

    private static Task<int[]> IncomingAsync(DeskBench bench) => Task.WhenAll(
        DeskBench.Skus.Select(async sku => (await bench.LevelAsync(sku, DeskBench.Sender)).Incoming));

    private static Task<int[]> InTransitAsync(DeskBench bench) => Task.WhenAll(
        DeskBench.Skus.Select(async sku => (await bench.LevelAsync(sku, DeskBench.Sender)).InTransit));
}
