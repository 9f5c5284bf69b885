using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>What the books of one SKU remember between the events of one transfer, receipt or count.</summary>
public abstract record StockPaper(string Id);

/// <summary>Pieces of one SKU that one location sent or received.</summary>
public sealed record Parcel(LocationId Location, int Quantity);

/// <summary>One SKU of a transfer: what was sent and has not arrived, and what arrived and was not reported as sent.
/// Events may come in any order: in the end both lists are empty, or somebody explains what is left.</summary>
/// <param name="Id">The transfer's id, or <see cref="Unnamed"/> for events that named none.</param>
/// <param name="Out">Sent, still on the way; the oldest first.</param>
/// <param name="In">Arrived before anybody reported them as sent; the oldest first.</param>
/// <param name="Sent">Pieces reported as sent, in all.</param>
/// <param name="Received">Pieces reported as arrived, in all.</param>
/// <param name="Lost">Pieces written off on the way.</param>
public sealed record TransitPaper(
    string Id, IReadOnlyList<Parcel> Out, IReadOnlyList<Parcel> In, int Sent, int Received, int Lost)
    : StockPaper(Id)
{
    public const string Unnamed = "unnamed";

    public static TransitPaper Of(string id) => new(id, [], [], 0, 0, 0);
}

/// <summary>One SKU of a receipt: what a supplier announced for one location, and what has come of it.</summary>
/// <param name="Id">The receipt's id.</param>
/// <param name="ExpectedOn">Day at the location.</param>
/// <param name="Announced">Pieces, as are <paramref name="Received"/> and <paramref name="Cancelled"/>.</param>
/// <param name="IsInspected">Whether what comes is held until it was inspected.</param>
public sealed record ExpectedPaper(
    string Id, LocationId Location, DateOnly ExpectedOn, int Announced, int Received, int Cancelled, bool IsInspected)
    : StockPaper(Id)
{
    /// <summary>Pieces that are still to come.</summary>
    public int Open => Math.Max(0, Announced - Received - Cancelled);
}

/// <summary>One SKU of a count, and how often it was counted.</summary>
/// <param name="Id">The count's id.</param>
/// <param name="Attempts">In the order in which they were told.</param>
/// <param name="IsBooked">Whether one of them stands.</param>
public sealed record CountPaper(string Id, IReadOnlyList<CountAttempt> Attempts, bool IsBooked) : StockPaper(Id);

/// <param name="Difference">Pieces found, less those that the books had at that time.</param>
public sealed record CountAttempt(string EventId, int Quantity, int Difference, string By, DateTimeOffset At);
