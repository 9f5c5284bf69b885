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
        if (happened.Names.Take(MaxNames + 1).Count() > MaxNames)
        {
            return new InputFault(pointer, "epcis.too-many-names", $"An event is about {MaxNames} things at most.");
        }

        var place = new StockFacts(storefront.Catalogue, locations).PlaceOf(happened);
        return boundTo is { } own && place?.Id != own
            ? new InputFault(
                EventFaults.At(pointer, "bizLocation"), "epcis.other-location",
                "This device tells only of the location that it works at.")
            : null;
    }

    /// <summary>Whether an event of this id is kept that the same job did not bring.</summary>
    public async Task<bool> IsKnownAsync(EpcisEvent happened, EventOrigin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var kept = await store.FindAsync(EventKey.Of(happened.EventId, happened.IsErrorDeclaration), cancellation);
        return kept is not null && !kept.Origin.IsSame(origin);
    }

    public static InputFault Exists(string pointer) =>
        new(EventFaults.At(pointer, "eventID"), ExistsCode, "An event of this id is kept already.");

    public static bool IsExists(InputFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Code == ExistsCode;
    }
}
