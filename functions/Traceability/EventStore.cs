using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Keeps EPCIS events. Everything about one event id is one partition, so that an event is taken in once, in
/// one batch with the fact that has it booked (docs/decisions/0017).</summary>
public sealed class EventStore(IDocuments documents, EventIndex index, Outbox outbox, TimeProvider clock)
{
    public const string EventStoredQueue = "epcis-event-stored";
    public const string Kind = "epcis-event";

    public static DocumentContainer Container { get; } = new("traceability", "key");

    /// <summary>Takes an event in, and lets it be found. Safe to repeat.</summary>
    /// <param name="happened">An event that was found right.</param>
    /// <param name="origin">Who brought it.</param>
    /// <param name="stock">What it does to the stock, from its key and the time at which it is taken in.</param>
    /// <param name="cancellation">Stops before the batch.</param>
    public async Task<EventFate> CaptureAsync(
        EpcisEvent happened,
        EventOrigin origin,
        Func<EventKey, DateTimeOffset, IReadOnlyList<StockEvent>> stock,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(stock);
        var key = EventKey.Of(happened.EventId, happened.IsErrorDeclaration);
        var now = Now();
        var moved = key.IsDeclaration ? [] : stock(key, now);
        var kept = new StoredEvent(key.Text, happened.Json, happened.Prefixes, now, origin, moved);
        var operations = new List<DocumentOperation> { DocumentOperation.New(key.Id, Kind, kept) };

        // The ledger has our own scans already.
        if (key.IsDeclaration || (moved.Count > 0 && origin.Source != EventOrigin.OfScans))
        {
            operations.Add(outbox.Write(
                EventStoredQueue, "epcis.event-stored.v1", key.Hash, new EventStored(key.Text)));
        }

        var outcome = await documents.CommitAsync(Container.Name, key.Partition, operations, cancellation);
        if (outcome.IsCommitted)
        {
            await ListAsync(kept, cancellation);
            await WithdrawDeclaredAsync(key, kept, cancellation);
            return EventFate.Captured;
        }

        var known = await FindAsync(key, cancellation);
        if (known is null || !known.Origin.IsSame(origin))
        {
            return EventFate.Exists;
        }

        // Perhaps the process died in between.
        await ListAsync(known, cancellation);
        await WithdrawDeclaredAsync(key, known, cancellation);
        return EventFate.Captured;
    }

    // A scan may have been declared wrong before it came here: the ledger has it, and nobody else would take it back.
    private async Task WithdrawDeclaredAsync(EventKey key, StoredEvent kept, CancellationToken cancellation)
    {
        var declaration = key with { IsDeclaration = true };
        if (!key.IsDeclaration
            && kept.Origin.Source == EventOrigin.OfScans
            && kept.Stock.Count > 0
            && await FindAsync(declaration, cancellation) is not null)
        {
            await documents.CommitAsync(
                Container.Name, key.Partition,
                [
                    outbox.Write(
                        EventStoredQueue, "epcis.event-stored.v1", key.Hash, new EventStored(declaration.Text)),
                ],
                cancellation);
        }
    }

    public async Task<StoredEvent?> FindAsync(EventKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (await documents.ReadAsync(Container.Name, key.Partition, key.Id, cancellation))?.As<StoredEvent>();
    }

    // Who tells may ask at once; nobody waits for scans, and there are many: the change feed lists them.
    private Task ListAsync(StoredEvent kept, CancellationToken cancellation) =>
        kept.Origin.Source == EventOrigin.OfScans
            ? Task.CompletedTask
            : index.AddAsync(kept, EventIndex.MostAtOnce, cancellation);

    // As it is read back: the time is also the event's place among the others.
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}

/// <summary>What became of an event that was sent.</summary>
public enum EventFate
{
    /// <summary>It is kept, now or by an earlier attempt of the same sender.</summary>
    Captured,

    /// <summary>Another event of this id is kept, or this one came from elsewhere before.</summary>
    Exists,
}

/// <summary>Who brought an event.</summary>
/// <param name="Source">capture, event or scan.</param>
/// <param name="Id">The capture job or the scan, so that a repetition is recognised; null for a single event.</param>
public sealed record EventOrigin(string Source, string? Id)
{
    public const string OfScans = "scan";

    public static EventOrigin Capture(string job) => new("capture", job);

    public static EventOrigin Single { get; } = new("event", null);

    public static EventOrigin Scan(string id) => new(OfScans, id);

    public bool IsSame(EventOrigin other) => Id is not null && this == other;
}

/// <summary>An event is on disk and may be booked.</summary>
/// <param name="Key">Of <see cref="EventKey"/>.</param>
public sealed record EventStored(string Key);

/// <summary>An event as it is kept.</summary>
/// <param name="Key">Of <see cref="EventKey"/>.</param>
/// <param name="RecordTime">When it was taken in, UTC.</param>
/// <param name="Stock">What it does to the ledger: kept, because catalogue and places may change.</param>
public sealed record StoredEvent(
    string Key,
    System.Text.Json.JsonElement Event,
    IReadOnlyDictionary<string, string> Prefixes,
    DateTimeOffset RecordTime,
    EventOrigin Origin,
    IReadOnlyList<StockEvent> Stock)
{
    public EpcisEvent ToEvent() => EpcisEvent.Kept(Event, Prefixes);
}

/// <summary>Where an event is kept: event ids are of any length and hold any character, so their hash stands for
/// them.</summary>
/// <param name="Hash">SHA-256 of the event id, 64 hexadecimal digits.</param>
/// <param name="IsDeclaration">An error declaration repeats the id of its event and is kept beside it.</param>
public sealed record EventKey(string Hash, bool IsDeclaration)
{
    private const string Declared = ".declared";

    public string Partition => $"event|{Hash[..3]}";

    public string Id => $"event|{Text}";

    public string Text => IsDeclaration ? Hash + Declared : Hash;

    public static EventKey Of(string eventId, bool isDeclaration) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId))), isDeclaration);

    public static EventKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.EndsWith(Declared, StringComparison.Ordinal)
            ? new(text[..^Declared.Length], true)
            : new(text, false);
    }
}
