using System.Text.Json;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Scanners;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Scanners;

/// <summary>Reads one event of a scanner: checks its form, its code and its place.</summary>
public sealed class ScanReading(Storefront storefront, TimeProvider clock)
{
    private const int MaxPieces = 10_000;
    private const int MaxId = 64;

    // A clock whose battery is dead begins anew long before this.
    private static readonly DateTime Earliest = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxId && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <returns>The scan, or why this event is rejected.</returns>
    public Result<CapturedScan> Read(JsonElement element, LocationId location, string device)
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
            : Check(body, location).Then(known => ReadCode(known, location, device));
    }

    private static Result<ScanEventBody> Check(ScanEventBody body, LocationId location) =>
        !IsId(body.EventId)
            ? Refusal.Invalid("scan.bad-event-id", "/eventId", "1 to 64 letters, digits, hyphens and underscores.")
        : body.Location != location.Value
            ? Refusal.Invalid("scan.other-location", "/location", "The device works at another location.")
        : !IsFloor(body.Type) && CapturedScan.KindOf(body.Type) is null
            ? Refusal.Invalid("scan.unknown-type", "/type", "There is no such type of event.")
        : !IsQuantity(body)
            ? Refusal.Invalid("scan.bad-quantity", "/quantity", QuantityRule(body.Type))
        : body.OccurredAt.UtcDateTime < Earliest
            ? Refusal.Invalid("scan.bad-time", "/occurredAt", "The scanner's clock is wrong: that was before scanners.")
        : body.Task is { } task && !IsTask(body.Type, task)
            ? Refusal.Invalid("scan.no-such-task", "/task", "There is no such task.")
        : body.Operator is { Length: > MaxId }
            ? Refusal.Invalid("scan.bad-operator", "/operator", $"{MaxId} characters at most.")
        : body.Reason is not null && !IsReason(body)
            ? Refusal.Invalid("scan.bad-reason", "/reason", "There is no such reason for events of this type.")
        : body;

    private static bool IsFloor(string type) => type is "pick" or "pack" or "ship";

    private static bool IsQuantity(ScanEventBody body) => body.Type switch
    {
        "count" => body.Quantity is >= 0 and <= MaxPieces,
        "adjust" => body.Quantity is not 0 and >= -MaxPieces and <= MaxPieces,
        _ => body.Quantity is >= 1 and <= MaxPieces,
    };

    private static string QuantityRule(string type) => type switch
    {
        "count" => $"0 to {MaxPieces} pieces.",
        "adjust" => $"1 to {MaxPieces} pieces, or as many below zero.",
        _ => $"1 to {MaxPieces} pieces.",
    };

    // A paper of the desk may be unknown here: what happened is booked all the same.
    private static bool IsTask(string type, string task) =>
        task.Length is > 0 and <= MaxId
        && task.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
        && (!IsFloor(type) || Shipment.IdOfTask(task) is not null);

    private static bool IsReason(ScanEventBody body) => body.Type switch
    {
        "adjust" => AdjustmentReason.Find(body.Reason) is not null,
        "return" => body.Reason is "damaged" or "hold",
        _ => false,
    };

    private Result<CapturedScan> ReadCode(ScanEventBody body, LocationId location, string device)
    {
        var now = clock.GetUtcNow();
        var code = ScannedCode.Read(body.Code, DateOnly.FromDateTime(now.UtcDateTime));
        if (code.Refusal is { } unreadable)
        {
            return unreadable;
        }

        var article = ArticleOf(code.Value);
        var label = body.Type is "pack" or "ship" or "receive" ? code.Value.Sscc : null;
        return article is null && label is null
            ? code.Value.Gtin is null && code.Value.Sku is null
                ? FulfilmentRefusal.NotAnItem()
                : FulfilmentRefusal.UnknownItem()
            : new CapturedScan(
                body.EventId, body.Type, location, code.Value.Canonical, article, label, body.Quantity, body.Task,
                body.Operator, device, body.OccurredAt < now ? body.OccurredAt : now)
            {
                Reason = body.Reason,
                Lot = code.Value["10"],
            };
    }

    private Sku? ArticleOf(ScannedCode code) =>
        code.Sku is { } sku ? (storefront.Catalogue.Find(sku) is null ? null : sku)
        : code.Gtin is { } gtin ? storefront.Catalogue.Find(gtin)
        : null;
}

/// <summary>What a scanner sends of one event.</summary>
/// <param name="EventId">The scanner's own id; the same id is the same event.</param>
/// <param name="Type">receive, putaway, pick, pack, ship, transfer-out, transfer-in, count, adjust, sale, return,
/// damage or print.</param>
/// <param name="OccurredAt">RFC 3339 with offset.</param>
/// <param name="Code">As read: GS1 element string, Digital Link, GTIN, SSCC or SKU.</param>
/// <param name="Quantity">Whole pieces; of a count all that lie there, of an adjustment perhaps below zero.</param>
/// <param name="Task">The task, transfer, receipt or count that it belongs to.</param>
/// <param name="Reason">Of an adjustment: why; of a return: damaged or hold where it cannot be sold again.</param>
public sealed record ScanEventBody(
    string EventId,
    string Type,
    DateTimeOffset OccurredAt,
    string Location,
    string Code,
    int Quantity = 1,
    string? Task = null,
    string? Operator = null,
    string? Reason = null);
