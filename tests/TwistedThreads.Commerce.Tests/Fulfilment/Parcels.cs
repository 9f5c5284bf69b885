using System.Globalization;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Fulfilment;

internal static class Parcels
{
    /// <summary>An untouched shipment of the sample order; its lines are <c>ln-1</c>, <c>ln-2</c> and so on.</summary>
    public static Shipment Of(LocationId location, params (Sku Sku, int Pieces)[] lines) =>
        Of(SampleOrders.Id, location, lines);

    public static Shipment Of(OrderId order, LocationId location, params (Sku Sku, int Pieces)[] lines)
    {
        var task = $"{SortableId.Rename(order.Value, "tsk_")}.{location}";
        return new Shipment(
            Shipment.IdOf(order, location), order, location, new DateOnly(2026, 11, 20), null, false,
            [
                .. lines.Select((line, index) => new ShipmentLine(
                    string.Create(CultureInfo.InvariantCulture, $"{task}.{index + 1}"),
                    string.Create(CultureInfo.InvariantCulture, $"ln-{index + 1}"), line.Sku, line.Pieces, 0, 0)),
            ]);
    }

    public static FloorScan Scan(
        string id, FloorScanKind kind, Sku? sku, int pieces = 1, string? task = null, string? sscc = null) =>
        new(id, kind, TestShop.North, sku, sscc, pieces, task, TestShop.Opening);
}
