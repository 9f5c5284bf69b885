using System.Text.Json;
using System.Text.Json.Nodes;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>A scan of the floor, as far as partners are told of it.</summary>
/// <param name="EventId">The scanner's own id.</param>
/// <param name="Kind">As scanners name it: <c>transfer-out</c>.</param>
/// <param name="Sscc">18 digits; null when no parcel label was scanned.</param>
/// <param name="Quantity">Whole pieces; below zero for an adjustment downwards.</param>
/// <param name="Order">The order that the scan's task belongs to; null without one.</param>
/// <param name="Paper">The transfer or receipt that it belongs to; null without one.</param>
public sealed record ScanSeen(
    string EventId, string Kind, LocationId Location, Sku? Sku, string? Sscc, int Quantity, string? Order,
    string? Paper, DateTimeOffset OccurredAt)
{
    /// <summary>The batch that the scanned code names; null when it names none.</summary>
    public string? Lot { get; init; }
}

/// <summary>How a kind of scan reads as an EPCIS event.</summary>
public sealed record ScanWording(string Kind, string BizStep, string? Disposition);

/// <summary>Writes our own scans as EPCIS events.</summary>
/// <param name="catalogue">Knows the GTINs of articles.</param>
/// <param name="locations">Knows the GLNs of places.</param>
public sealed class ScanEvents(Catalogue catalogue, Locations locations)
{
    /// <summary>Namespace of names that GS1 has none for, and of our own members.</summary>
    public const string Ours = "https://twistedthreads.example/epcis/";

    /// <summary>Names of our transfers and receipts begin so; an event that names one is booked against it.</summary>
    public const string Papers = Ours + "papers/";

    public static IReadOnlyList<ScanWording> Table { get; } =
    [
        new("receive", "receiving", "in_progress"),
        new("putaway", "storing", "sellable_not_accessible"),
        new("pick", "picking", "in_progress"),
        new("pack", "packing", "in_progress"),
        new("ship", "shipping", "in_transit"),
        new("transfer-out", "departing", "in_transit"),
        new("transfer-in", "arriving", "in_progress"),
        new("count", "cycle_counting", null),
        new("adjust", "inspecting", null),
        new("sale", "retail_selling", "retail_sold"),
        new("return", "receiving", "returned"),
        new("damage", "inspecting", "damaged"),
        new("print", "commissioning", "active"),
    ];

    /// <returns>The event; null for a kind of scan that partners are not told of, or one of nothing.</returns>
    public EpcisEvent? Of(ScanSeen scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var wording = Table.FirstOrDefault(row => row.Kind == scan.Kind);
        if (wording is null || (scan.Sku is null && scan.Sscc is null))
        {
            return null;
        }

        var type = TypeOf(scan);
        var json = new JsonObject
        {
            ["@context"] = new JsonObject { ["tt"] = Ours },
            ["type"] = type.ToString(),
            ["eventTime"] = EventTimes.Canonical(scan.OccurredAt),
            ["eventTimeZoneOffset"] = Offset(scan.OccurredAt),
            ["bizStep"] = wording.BizStep,
            ["readPoint"] = new JsonObject { ["id"] = PlaceOf(scan.Location) },
            ["bizLocation"] = new JsonObject { ["id"] = PlaceOf(scan.Location) },
            ["tt:scan"] = scan.EventId,
        };
        AddWhy(json, scan, wording);
        AddWhat(json, scan, type);
        if (Guid.TryParseExact(scan.EventId, "D", out var uuid))
        {
            json["eventID"] = $"urn:uuid:{uuid:D}";
        }

        return EpcisEvent.Of(JsonSerializer.SerializeToElement(json), JsonLdContext.Prefixes(null));
    }

    private static EventType TypeOf(ScanSeen scan) => scan.Kind switch
    {
        "print" => EventType.TransformationEvent,
        "pack" when scan is { Sku: not null, Sscc: not null } => EventType.AggregationEvent,
        _ => EventType.ObjectEvent,
    };

    private static void AddWhy(JsonObject json, ScanSeen scan, ScanWording wording)
    {
        if (wording.Disposition is { } disposition)
        {
            json["disposition"] = disposition;
        }

        if (scan.Order is { } order)
        {
            json["bizTransactionList"] = new JsonArray(
                new JsonObject { ["type"] = "po", ["bizTransaction"] = $"{Ours}orders/{order}" });
        }
        else if (scan.Paper is { } paper)
        {
            json["bizTransactionList"] = new JsonArray(new JsonObject { ["bizTransaction"] = Papers + paper });
        }
    }

    private void AddWhat(JsonObject json, ScanSeen scan, EventType type)
    {
        if (type != EventType.TransformationEvent)
        {
            json["action"] = type == EventType.AggregationEvent ? "ADD"
                : scan.Kind != "adjust" ? "OBSERVE"
                : scan.Quantity < 0 ? "DELETE" : "ADD";
        }

        var parcel = scan.Sscc is { } sscc ? $"{EpcUri.Domain}00/{sscc}" : null;
        switch (type)
        {
            case EventType.TransformationEvent:
                // A design is no product of its own: blank and printed shirt bear one article number.
                json["transformationID"] = $"{Ours}prints/{scan.Location}/{scan.EventId}";
                json["inputQuantityList"] = Amount(scan);
                json["outputQuantityList"] = Amount(scan);
                break;
            case EventType.AggregationEvent:
                json["parentID"] = parcel;
                json["childQuantityList"] = Amount(scan);
                break;
            default:
                json["epcList"] = parcel is null ? null : new JsonArray(parcel);
                json["quantityList"] = scan.Sku is null ? null : Amount(scan);
                RemoveNulls(json);
                break;
        }
    }

    private JsonArray Amount(ScanSeen scan) => new(new JsonObject
    {
        ["epcClass"] = scan.Sku is { } sku ? ArticleOf(sku, scan.Lot) : $"{Ours}things/unknown",
        ["quantity"] = Math.Abs(scan.Quantity),
    });

    private string ArticleOf(Sku sku, string? lot) => catalogue.Find(sku) is { } found
        ? EpcUri.OfGtin(found.Variant.Gtin) + (lot is null ? string.Empty : $"/10/{Uri.EscapeDataString(lot)}")
        : $"{Ours}articles/{sku}";

    private string PlaceOf(LocationId location) => locations.Find(location) is { } found
        ? EpcUri.OfGln(found.Gln)
        : $"{Ours}locations/{location}";

    private static void RemoveNulls(JsonObject json)
    {
        foreach (var name in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            json.Remove(name);
        }
    }

    private static string Offset(DateTimeOffset at) => EventTimes.Offset(at.Offset);
}
