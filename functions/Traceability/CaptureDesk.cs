using System.Text.Json;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Catalog;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Judges events before they are taken in: their form, and whether their sender may tell them.</summary>
public sealed class CaptureDesk(EventStore store, Storefront storefront, Locations locations)
{
    /// <summary>Names in one event; each is a way to find it.</summary>
    public const int MaxNames = 5_000;
    public const string ExistsCode = "epcis.event-exists";

    // 128 bits: no two events meet by chance.
    private const int ShortHash = 32;

    /// <summary>Judges one event. Reads nothing.</summary>
    public ReadEvent Judge(JsonElement json, string pointer, EpcisDocument document, LocationId? boundTo)
    {
        ArgumentNullException.ThrowIfNull(document);
        var read = EpcisReader.ReadEvent(json, pointer, document.Prefixes);
        return read.Event is { } happened && FaultOf(happened, pointer, boundTo) is { } fault
            ? new ReadEvent(null, [fault])
            : read;
    }

    /// <summary>Why an event of a right form is not taken in; null when it is.</summary>
    public InputFault? FaultOf(EpcisEvent happened, string pointer, LocationId? boundTo)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened.Names.Take(MaxNames + 1).Count() > MaxNames
            ? new InputFault(pointer, "epcis.too-many-names", $"An event is about {MaxNames} things at most.")
            : IsElsewhere(happened, boundTo) ? Elsewhere(pointer)
            : null;
    }

    /// <summary>Why an event that is right in itself cannot be taken in beside those that are kept; null when it
    /// can.</summary>
    public async Task<InputFault?> ClashOfAsync(
        EpcisEvent happened, string pointer, LocationId? boundTo, EventOrigin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var key = EventKey.Of(happened.EventId, happened.IsErrorDeclaration);
        if (await store.FindAsync(key, cancellation) is { } kept)
        {
            return kept.Origin.IsSame(origin) ? null : Exists(pointer);
        }

        // Whoever declares an event wrong must be one who could have told it: of an unknown one nobody can say.
        if (!key.IsDeclaration || boundTo is null)
        {
            return null;
        }

        var declared = await store.FindAsync(key with { IsDeclaration = false }, cancellation);
        return declared is null ? Unknown(pointer)
            : IsElsewhere(declared.ToEvent(), boundTo) ? Elsewhere(pointer)
            : null;
    }

    /// <summary>Takes an event in.</summary>
    public Task<EventFate> CaptureAsync(
        EpcisEvent happened, EventOrigin origin, string by, CancellationToken cancellation) =>
        store.CaptureAsync(
            happened, origin,
            (key, now) => Facts.Of(happened, $"epcis.{key.Hash[..ShortHash]}", by, now),
            cancellation);

    public static InputFault Exists(string pointer) =>
        new(EventFaults.At(pointer, "eventID"), ExistsCode, "An event of this id is kept already.");

    private StockFacts Facts => new(storefront.Catalogue, locations);

    private bool IsElsewhere(EpcisEvent happened, LocationId? boundTo) =>
        boundTo is { } own && Facts.PlaceOf(happened)?.Id != own;

    private static InputFault Unknown(string pointer) => new(
        EventFaults.At(pointer, "eventID"), "epcis.unknown-event",
        "A device declares only events wrong that are known here.");

    private static InputFault Elsewhere(string pointer) => new(
        EventFaults.At(pointer, "bizLocation"), "epcis.other-location",
        "This device tells only of the location that it works at.");
}
