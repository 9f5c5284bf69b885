using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Fulfilment;

public enum FloorTaskKind
{
    Pick,
    Pack,
    Ship,
}

/// <summary>The next thing to do for one line of a shipment. A line is one task from the shelf to the carrier: its kind
/// says which step is due.</summary>
/// <param name="Quantity">Pieces that the step still needs.</param>
public sealed record FloorTask(
    string Id, FloorTaskKind Kind, OrderId Order, string Line, Sku Sku, int Quantity, DateOnly DueBy)
{
    /// <summary>Why it stands still; null while it may go on.</summary>
    public TaskStop? Stop { get; init; }

    /// <summary>What is left to do for a shipment; nothing once it has left.</summary>
    public static IEnumerable<FloorTask> Of(Shipment shipment)
    {
        ArgumentNullException.ThrowIfNull(shipment);
        return shipment.IsShipped
            ? []
            : shipment.Lines.Select(line => Next(shipment, line)).OfType<FloorTask>();
    }

    private static FloorTask? Next(Shipment shipment, ShipmentLine line)
    {
        var (kind, open) = line.Picked < line.Quantity ? (FloorTaskKind.Pick, line.Quantity - line.Picked)
            : line.Packed < line.Quantity ? (FloorTaskKind.Pack, line.Quantity - line.PackScanned)
            : (FloorTaskKind.Ship, line.Quantity);

        // A parcel leaves as a whole: nobody is asked to ship a line while another is still open, or when the
        // carrier already has it.
        var waits = kind == FloorTaskKind.Ship && (shipment.IsShipScanned || !shipment.IsPacked);
        return waits || open == 0
            ? null
            : new FloorTask(line.Task, kind, shipment.Order, line.Line, line.Sku, open, shipment.DueBy)
            {
                Stop = line.Stop,
            };
    }
}
