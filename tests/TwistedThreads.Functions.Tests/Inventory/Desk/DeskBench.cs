using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Inventory.Desk;

/// <summary>The stock desk over the embedded engine, with a fault in front of any of its writes: whoever meets one has
/// died there.</summary>
internal sealed class DeskBench : IAsyncDisposable
{
    public static readonly LocationId Sender = LocationId.Parse("WH1");
    public static readonly LocationId Receiver = LocationId.Parse("BER");
    public static readonly Sku[] Skus = [Sku.Parse("TEE-A"), Sku.Parse("TEE-B"), Sku.Parse("TEE-C")];
    private readonly SqliteEngine _engine;
    private readonly ManualClock _clock = new();

    private DeskBench(SqliteEngine engine)
    {
        _engine = engine;
        Documents = new FaultyDocuments(engine.Documents);
        var ids = new CountedIds();
        Outbox = new Outbox(ids, _clock);
        Accounts = new StockAccounts(Documents);
        Apply = new ApplyStockEventWorkflow(Accounts);
        Papers = new DeskPaperStore(Documents, Outbox);
        Parcels = new ParcelStore(Documents);
        Settle = new SettlePaperWorkflow(Accounts, Papers);
        Claims = new DeskClaims(Documents, ids, _clock);
        Desk = new PaperDesk(
            Papers, Settle, Claims, new Locations(), new Cursors(new Signer(new byte[32])), _clock);
    }

    public FaultyDocuments Documents { get; }

    public Outbox Outbox { get; }

    public StockAccounts Accounts { get; }

    public ApplyStockEventWorkflow Apply { get; }

    public DeskPaperStore Papers { get; }

    public ParcelStore Parcels { get; }

    public SettlePaperWorkflow Settle { get; }

    public DeskClaims Claims { get; }

    public PaperDesk Desk { get; }

    public ReceiveParcel ReceiveParcel => new(Parcels, Settle, Apply, _clock);

    public static async Task<DeskBench> OpenAsync() =>
        new(await SqliteEngine.OpenAsync(ShipmentStore.Container, StockStore.Container));

    /// <summary>Plays a story with a death before and after each of its writes, and once with none.</summary>
    /// <param name="story">What is done; it dies at one of its writes.</param>
    /// <param name="after">What must hold then; told whether the story died.</param>
    /// <param name="before">What is there already when the story begins.</param>
    public static async Task DieAnywhereAsync(
        Func<DeskBench, Task> story, Func<DeskBench, bool, Task> after, Func<DeskBench, Task>? before = null)
    {
        foreach (var fault in new[] { Fault.TimeoutBeforeCommit, Fault.TimeoutAfterCommit })
        {
            var died = true;
            for (var write = 0; died; write++)
            {
                await using var bench = await OpenAsync();
                await (before?.Invoke(bench) ?? Task.CompletedTask);
                bench.Documents.OnCommits([.. Enumerable.Repeat(Fault.None, write), fault]);
                died = await Record.ExceptionAsync(() => story(bench)) is not null;
                bench.Documents.GoWell();
                await after(bench, died);
                Assert.InRange(write, 0, 40);
            }
        }
    }

    public static HttpRequest Request(string key, string path = "/api/transfers")
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers["Idempotency-Key"] = key;
        return context.Request;
    }

    public static DeskPaper Draft(DeskForm form, DeskClaim claim) => new(
        DeskPaper.IdOf(claim.Id, Sender), form, Sender, [.. Skus.Select(sku => new DeskLine(sku, 5))], claim.By,
        claim.At, form == DeskForm.Receipt ? DeskStage.Opening : DeskStage.Open)
    {
        To = form == DeskForm.Transfer ? Receiver : null,
        Announcement = form == DeskForm.Receipt
            ? new Announcement(
                "PO", "Weberei", new DateOnly(2026, 12, 1), false,
                [new AnnouncedParcel("340123450000000018", [.. Skus.Select(sku => new DeskLine(sku, 5))])])
            : null,
    };

    public Task<Result<DeskPaper>> WriteAsync(DeskForm form, string key = "key-1") => Desk.WriteAsync(
        Request(key), form, Draft(form, new DeskClaim("", "", "", default)), CancellationToken.None);

    /// <summary>What the queues would do with all facts on their way, in any order and repeatedly.</summary>
    public async Task DeliverAsync()
    {
        var cursor = (string?)null;
        while (true)
        {
            var page = await Documents.ReadChangesAsync(
                ShipmentStore.Container.Name, Outbox.Kind, cursor, 100, CancellationToken.None);
            cursor = page.Cursor;
            if (page.Items.Count == 0)
            {
                return;
            }

            foreach (var entry in page.Items.Select(document => document.As<OutboxEntry<JsonElement>>()))
            {
                await DeliverAsync(entry);
            }
        }
    }

    public async Task<StockLevel> LevelAsync(Sku sku, LocationId location) =>
        (await new StockStore(Documents).LevelsAsync(sku, CancellationToken.None))
            .SingleOrDefault(level => level.Location == location) ?? StockLevel.Empty(location);

    public async Task ProveAsync() =>
        Assert.Empty(await ProvenBooks.FindingsAsync(Documents));

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private Task DeliverAsync(OutboxEntry<JsonElement> entry) => entry.Queue switch
    {
        DeskPaperStore.Queue => new SettlePaper(Settle, _clock)
            .RunAsync(Read<PaperChanged>(entry), CancellationToken.None),
        ApplyStockEvent.Queue => new ApplyStockEvent(Apply, Papers, _clock)
            .RunAsync(Read<StockEvent>(entry), CancellationToken.None),
        _ => ReceiveParcel.RunAsync(Read<ParcelReceived>(entry), CancellationToken.None),
    };

    private static CloudEvent<T> Read<T>(OutboxEntry<JsonElement> entry) =>
        entry.Event.Deserialize<CloudEvent<T>>(Functions.Platform.Json.ShopJson.Stored)!;
}
