using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Functions.Traceability;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Traceability;

/// <summary>Everything that keeps events, over an engine that can be made to fail.</summary>
internal sealed class Books : IAsyncDisposable
{
    private readonly SqliteEngine _engine;
    private readonly ManualClock _clock = new();
    private readonly ProcessCapture _worker;

    private Books(SqliteEngine engine)
    {
        _engine = engine;
        Documents = new FaultyDocuments(engine.Documents);
        var ids = new IdSource(_clock);
        var outbox = new Outbox(ids, _clock);
        Index = new EventIndex(Documents);
        Store = new EventStore(Documents, Index, outbox, _clock);
        Captures = new CaptureStore(Documents, outbox, ids, _clock);
        var desk = new CaptureDesk(Store, new Storefront(new Availability(new Locations())), new Locations());
        _worker = new ProcessCapture(Captures, desk, _clock);
    }

    public FaultyDocuments Documents { get; }

    public EventIndex Index { get; }

    public EventStore Store { get; }

    public CaptureStore Captures { get; }

    public static async Task<Books> OpenAsync() => new(await SqliteEngine.OpenAsync(EventStore.Container));

    public Task<CaptureJob> AcceptAsync(bool isAllOrNothing, params string[] events)
    {
        var document = $$"""
            { "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISDocument",
              "schemaVersion": "2.0", "creationDate": "2026-11-20T10:00:00Z",
              "epcisBody": { "eventList": [{{string.Join(',', events)}}] } }
            """;
        return Captures.AcceptAsync(
            JsonDocument.Parse(document).RootElement, new CaptureOrder(isAllOrNothing, "partner", null), default);
    }

    public Task WorkAsync(CaptureJob job) => _worker.RunAsync(
        new CloudEvent<CaptureAccepted>(
            "evt_1", "https://shop.example", "captured", job.Id, _clock.GetUtcNow(), new CaptureAccepted(job.Id)),
        default);

    /// <summary>Delivers a job again and again, as a queue does, until an attempt comes to its end.</summary>
    public async Task<CaptureJob> WorkPatientlyAsync(CaptureJob job)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            try
            {
                await WorkAsync(job);
                Documents.GoWell();
                return (await Captures.FindAsync(job.Id, default))!.Value;
            }
            catch (DocumentsException)
            {
                // Delivered again.
            }
        }

        throw new TimeoutException("The job never came to its end.");
    }

    public Task<EventFate> TellAsync(string json, string job = "cap_other") => Store.CaptureAsync(
        Read(json), EventOrigin.Capture(job), static (_, _) => [], default);

    /// <summary>As the projection of our own scans does; the ledger has them already.</summary>
    public Task<EventFate> TellScanAsync(string json) => Store.CaptureAsync(
        Read(json), EventOrigin.Scan("WH1.1"),
        static (_, now) =>
        [
            new StockEvent(
                "1", StockEventKind.Sale, LocationId.Parse("WH1"), Sku.Parse("TEE-CREW-NAVY-M"), 1, now, "dev"),
        ],
        default);

    /// <summary>Facts that wait in the outbox.</summary>
    public async Task<int> MessagesAsync() =>
        (await Documents.ReadChangesAsync(EventStore.Container.Name, Outbox.Kind, null, 1000, default)).Items.Count;

    /// <summary>The ids of all events that a question finds, page after page.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(params (string Name, string Value)[] parameters)
    {
        var query = EventQuery.Read(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))).Value;
        var search = new EventSearch(Store, Index);
        var found = new List<string>();
        SearchPlace? place = null;
        do
        {
            var page = await search.FindAsync(query, place, query.PerPage, default);
            found.AddRange(page.Events.Select(kept => kept.ToEvent().EventId));
            place = page.Next;
        }
        while (place is not null);

        return found;
    }

    /// <summary>What the change feed would hand over.</summary>
    public async Task IndexAllAsync()
    {
        var changes = await Documents.ReadChangesAsync(EventStore.Container.Name, EventStore.Kind, null, 1000, default);
        await new IndexEvents(Index, NullLogger<IndexEvents>.Instance).RunAsync(
            [.. changes.Items.Select(item => new ChangedDocument(item.Id, item.Kind, item.As<JsonElement>()))],
            default);
    }

    public static string Event(int number, string more = "") => $$"""
        { "type": "ObjectEvent", "eventID": "urn:x:{{number}}", "action": "OBSERVE", "bizStep": "receiving",
          "eventTime": "2026-{{1 + (number % 9):00}}-{{1 + (number % 28):00}}T10:00:00Z", {{more}}
          "eventTimeZoneOffset": "+00:00", "epcList": ["urn:epc:id:sgtin:4012345.011111.{{number}}"] }
        """;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static EpcisEvent Read(string json) =>
        EpcisReader.ReadSingle(JsonDocument.Parse(json).RootElement).Value;
}
