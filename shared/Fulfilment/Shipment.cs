using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>What one location sends of one order: its pick list and its parcel. Scans may come in any order and more
/// than once; what counts is what they add up to.</summary>
/// <param name="Id"><c>shp_…</c> of the order, then the location.</param>
/// <param name="DueBy">Day by which it must leave.</param>
/// <param name="Sscc">Serial number of the parcel, 18 digits (GS1 AI 00); null until one is scanned.</param>
/// <param name="IsShipScanned">Whether the parcel was scanned out, perhaps before its packing was reported.</param>
public sealed record Shipment(
    string Id,
    OrderId Order,
    LocationId Location,
    DateOnly DueBy,
    string? Sscc,
    bool IsShipScanned,
    IReadOnlyList<ShipmentLine> Lines)
{
    /// <summary>What was taken off the shelf and when, in the order in which it was told; shipments of older programs
    /// lack their first picks.</summary>
    public IReadOnlyList<ShipmentPick> Picks { get; init; } = [];

    public bool IsPacked => Lines.All(line => line.Packed == line.Quantity);

    public bool IsShipped => IsShipScanned && IsPacked;

    public static string IdOf(OrderId order, LocationId location) =>
        $"{SortableId.Rename(order.Value, "shp_")}.{location}";

    /// <summary>The shipment that a task belongs to; null when the text is no task of ours.</summary>
    public static string? IdOfTask(string? task)
    {
        var end = task?.LastIndexOf('.') ?? -1;
        return task is not null && end > 0 && task.StartsWith("tsk_", StringComparison.Ordinal)
            ? string.Concat("shp_", task.AsSpan(4, end - 4))
            : null;
    }

    /// <summary>Takes pieces off the shelf.</summary>
    /// <param name="sku">What the scanner read.</param>
    /// <param name="task">The line it was meant for; null for the first that still wants it.</param>
    /// <param name="quantity">Whole pieces; one or more.</param>
    /// <param name="occurredAt">When, UTC; null when nobody knows.</param>
    public Result<Shipment> Pick(Sku sku, string? task, int quantity, DateTimeOffset? occurredAt = null) => Count(
        sku, task, line => line.Quantity - line.Picked, quantity,
        line => line with { Picked = line.Picked + quantity, Stop = null })
        .Map(picked => occurredAt is { } time
            ? picked with { Picks = [.. Picks, new ShipmentPick(sku, quantity, time)] }
            : picked);

    /// <summary>Stops a task until the right piece is scanned.</summary>
    /// <returns>Null when the task is not of this shipment, or wants no more pieces.</returns>
    public Shipment? Stop(string task, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Lines.Any(line => line.Task == task && line.Picked < line.Quantity)
            ? this with
            {
                Lines =
                [
                    .. Lines.Select(line => line.Task == task
                        ? line with { Stop = new TaskStop(refusal.Code, refusal.Detail) }
                        : line),
                ],
            }
            : null;
    }

    /// <summary>Puts picked pieces into the parcel; counted at once,
    /// effective once the same pieces are picked.</summary>
    public Result<Shipment> Pack(Sku sku, string? task, int quantity) => Count(
        sku, task, line => line.Quantity - line.PackScanned, quantity,
        line => line with { PackScanned = line.PackScanned + quantity });

    /// <summary>Closes the parcel with its label: everything of this shipment is in it.</summary>
    public Result<Shipment> PackInto(string sscc) => Sscc is not null && Sscc != sscc
        ? FulfilmentRefusal.OtherParcel()
        : this with { Sscc = sscc, Lines = [.. Lines.Select(line => line with { PackScanned = line.Quantity })] };

    /// <summary>Hands the parcel to the carrier. Takes effect once everything is packed.</summary>
    /// <param name="sku">An article of the shipment, when no parcel label was read.</param>
    /// <param name="sscc">The parcel's label.</param>
    public Result<Shipment> Ship(Sku? sku, string? sscc) =>
        sscc is not null && Sscc is not null && Sscc != sscc ? FulfilmentRefusal.OtherParcel()
        : sku is { } article && Lines.All(line => line.Sku != article) ? FulfilmentRefusal.WrongItem(article)
        : this with { IsShipScanned = true, Sscc = Sscc ?? sscc };

    /// <summary>What the order is told of it.</summary>
    public OrderShipment Report() => new(
        Id,
        Location,
        Sscc,
        [
            .. Lines.Select(line => new ShipmentCount(
                line.Line, line.Sku, line.Quantity, line.Picked, line.Packed, IsShipped ? line.Quantity : 0)),
        ]);

    private Result<Shipment> Count(
        Sku sku, string? task, Func<ShipmentLine, int> open, int quantity, Func<ShipmentLine, ShipmentLine> count)
    {
        var line = task is null
            ? Lines.FirstOrDefault(line => line.Sku == sku && open(line) >= quantity)
            : Lines.FirstOrDefault(line => line.Task == task);
        return line is null ? FulfilmentRefusal.NoSuchTask()
            : line.Sku != sku ? FulfilmentRefusal.WrongItem(sku)
            : open(line) < quantity ? FulfilmentRefusal.TooMany(open(line))
            : this with { Lines = [.. Lines.Select(other => other.Task == line.Task ? count(other) : other)] };
    }
}

/// <summary>Pieces that one scan took off the shelf.</summary>
/// <param name="OccurredAt">When it was scanned, UTC.</param>
public sealed record ShipmentPick(Sku Sku, int Quantity, DateTimeOffset OccurredAt);

/// <summary>Pieces of one order line that one location sends.</summary>
/// <param name="Task">Id of the task on the pick list: <c>tsk_…</c>.</param>
/// <param name="PackScanned">Pieces that were reported as packed,
/// whether or not their picking was reported yet.</param>
public sealed record ShipmentLine(string Task, string Line, Sku Sku, int Quantity, int Picked, int PackScanned)
{
    public int Packed => Math.Min(Picked, PackScanned);

    /// <summary>Why picking stands still; null while it may go on.</summary>
    public TaskStop? Stop { get; init; }
}

/// <summary>Why a task stands still: the refusal of the last scan for it.</summary>
public sealed record TaskStop(string Code, string Detail);
