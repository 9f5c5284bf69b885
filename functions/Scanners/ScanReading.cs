using System.Text.Json;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Scanners;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Reads one event of a scanner into a scan of the floor: checks its form, its code and its place.</summary>
public sealed class ScanReading(Storefront storefront, TimeProvider clock)
{
    private const int MaxPieces = 10_000;
    private const int MaxId = 64;

    private static readonly string[] OtherTypes =
        ["receive", "putaway", "transfer-out", "transfer-in", "count", "adjust", "sale", "return", "damage", "print"];

    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxId && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <returns>The scan, or why this event is rejected.</returns>
    public Result<FloorScan> Read(JsonElement element, LocationId location)
    {
        ScanEventBody? body;
        try
        {
            body = element.Deserialize<ScanEventBody>(ShopJson.Received);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            body = null;
        }

        return body is null
            ? Refusal.Malformed("scan.malformed", string.Empty, "The event lacks a member or has one of a wrong type.")
            : Check(body, location).Then(kind => ReadCode(body, kind, location));
    }

    private static Result<FloorScanKind> Check(ScanEventBody body, LocationId location) =>
        !IsId(body.EventId)
            ? Refusal.Invalid("scan.bad-event-id", "/eventId", "1 to 64 letters, digits, hyphens and underscores.")
        : body.Location != location.Value
            ? Refusal.Invalid("scan.other-location", "/location", "The device works at another location.")
        : body.Quantity is < 1 or > MaxPieces
            ? Refusal.Invalid("scan.bad-quantity", "/quantity", $"1 to {MaxPieces} pieces.")
        : body.Task is not null && Shipment.IdOfTask(body.Task) is null
            ? Refusal.Invalid("scan.no-such-task", "/task", "There is no such task.")
        : body.Operator is { Length: > MaxId }
            ? Refusal.Invalid("scan.bad-operator", "/operator", $"{MaxId} characters at most.")
        : KindOf(body.Type);

    private static Result<FloorScanKind> KindOf(string type) => type switch
    {
        "pick" => FloorScanKind.Pick,
        "pack" => FloorScanKind.Pack,
        "ship" => FloorScanKind.Ship,
        _ when OtherTypes.Contains(type) =>
            Refusal.Invalid("scan.type-not-offered", "/type", $"This shop does not take {type} events yet."),
        _ => Refusal.Invalid("scan.unknown-type", "/type", "There is no such type of event."),
    };

    private Result<FloorScan> ReadCode(ScanEventBody body, FloorScanKind kind, LocationId location)
    {
        var code = ScannedCode.Read(body.Code, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        if (code.Refusal is { } unreadable)
        {
            return unreadable;
        }

        var article = ArticleOf(code.Value);
        var label = kind == FloorScanKind.Pick ? null : code.Value.Sscc;
        return article is null && label is null
            ? code.Value.Gtin is null && code.Value.Sku is null
                ? FulfilmentRefusal.NotAnItem()
                : FulfilmentRefusal.UnknownItem()
            : new FloorScan(
                body.EventId, kind, location, article, label, body.Quantity, body.Task, body.OccurredAt);
    }

    private Sku? ArticleOf(ScannedCode code) =>
        code.Sku is { } sku ? (storefront.Catalogue.Find(sku) is null ? null : sku)
        : code.Gtin is { } gtin ? storefront.Catalogue.Find(gtin)
        : null;
}

/// <summary>What a scanner sends of one event.</summary>
/// <param name="EventId">The scanner's own id; the same id is the same event.</param>
/// <param name="OccurredAt">RFC 3339 with offset.</param>
/// <param name="Code">As read: GS1 element string, Digital Link, GTIN, SSCC or SKU.</param>
/// <param name="Quantity">Whole pieces.</param>
public sealed record ScanEventBody(
    string EventId,
    string Type,
    DateTimeOffset OccurredAt,
    string Location,
    string Code,
    int Quantity = 1,
    string? Task = null,
    string? Operator = null);
