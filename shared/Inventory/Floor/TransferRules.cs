using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Books pieces between our locations. They belong to the sender until their arrival is reported; arrival may
/// be reported before departure.</summary>
public static class TransferRules
{
    internal static void Send(StockDraft draft, StockEvent happened)
    {
        var paper = PaperOf(draft, happened);
        var arrived = Match(paper.In, happened.Location, happened.Quantity, out var unmatched);
        var pieces = arrived.Sum(parcel => parcel.Quantity);
        draft.Take(happened.Location, StockState.Free, StockState.InTransit, happened.Quantity, "transfer-out");
        draft.Move(happened.Location, StockState.InTransit, StockState.Outside, pieces, "arrived");
        var left = happened.Quantity - pieces;
        draft.Put(paper with
        {
            In = unmatched,
            Out = With(paper.Out, happened.Location, left),
            Sent = paper.Sent + happened.Quantity,
        });
    }

    internal static void Receive(StockDraft draft, StockEvent happened)
    {
        var paper = PaperOf(draft, happened);
        var arrived = Match(paper.Out, happened.Location, happened.Quantity, out var onTheWay);
        foreach (var parcel in Merged(arrived))
        {
            draft.Take(parcel.Location, StockState.InTransit, StockState.Outside, parcel.Quantity, "arrived");
        }

        draft.Move(happened.Location, StockState.Outside, StockState.Free, happened.Quantity, "transfer-in");
        var left = happened.Quantity - arrived.Sum(parcel => parcel.Quantity);
        if (left > 0)
        {
            draft.Flag(
                DiscrepancyKind.UnexpectedTransfer, happened.Location, left,
                "Arrived before anybody reported it as sent.");
        }

        draft.Put(paper with
        {
            Out = onTheWay,
            In = With(paper.In, happened.Location, left),
            Received = paper.Received + happened.Quantity,
        });
    }

    /// <summary>Closes a transfer: what never arrived is written off and flagged; what arrived and was never sent has
    /// been flagged when it came.</summary>
    public static void Close(StockDraft draft, TransitPaper paper)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(paper);
        foreach (var parcel in Merged(paper.Out))
        {
            draft.Take(parcel.Location, StockState.InTransit, StockState.Outside, parcel.Quantity, "lost-in-transit");
            draft.Flag(
                DiscrepancyKind.LostInTransit, parcel.Location, -parcel.Quantity, "Sent, and never arrived.");
        }

        draft.Put(paper with { Out = [], In = [], Lost = paper.Lost + paper.Out.Sum(parcel => parcel.Quantity) });
    }

    private static TransitPaper PaperOf(StockDraft draft, StockEvent happened)
    {
        var id = happened.Paper ?? TransitPaper.Unnamed;
        return draft.Paper<TransitPaper>(id) ?? TransitPaper.Of(id);
    }

    // Pieces of one location that follow each other are one parcel: scanned one by one they would be very many.
    private static IReadOnlyList<Parcel> With(IReadOnlyList<Parcel> open, LocationId location, int quantity) =>
        quantity == 0 ? open
        : open is [.., var last] && last.Location == location
            ? [.. open.Take(open.Count - 1), last with { Quantity = last.Quantity + quantity }]
        : [.. open, new Parcel(location, quantity)];

    private static IEnumerable<Parcel> Merged(IEnumerable<Parcel> parcels) => parcels
        .GroupBy(parcel => parcel.Location)
        .Select(group => new Parcel(group.Key, group.Sum(parcel => parcel.Quantity)));

    // The oldest first, and nothing that the location sent to itself.
    private static List<Parcel> Match(
        IReadOnlyList<Parcel> open, LocationId other, int quantity, out IReadOnlyList<Parcel> rest)
    {
        var matched = new List<Parcel>();
        var kept = new List<Parcel>();
        foreach (var parcel in open)
        {
            var taken = parcel.Location == other ? 0 : Math.Min(parcel.Quantity, quantity);
            quantity -= taken;
            if (taken > 0)
            {
                matched.Add(parcel with { Quantity = taken });
            }

            if (parcel.Quantity > taken)
            {
                kept.Add(parcel with { Quantity = parcel.Quantity - taken });
            }
        }

        rest = kept;
        return matched;
    }
}
