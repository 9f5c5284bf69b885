using TwistedThreads.Commerce.Inventory.Floor;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>How far a transfer is.</summary>
public enum TransferStatus
{
    Requested,
    InTransit,

    /// <summary>All that was sent has arrived.</summary>
    Received,
    Closed,
}

/// <summary>How far a receipt is.</summary>
public enum ReceiptStatus
{
    /// <summary>Written, and being announced to the books.</summary>
    Announcing,
    Expected,
    PartlyReceived,
    Received,
    Closed,
}

/// <summary>How far one SKU of a count is.</summary>
public enum CountStatus
{
    Waiting,

    /// <summary>Counted once, and so far from the books that it is to be counted again.</summary>
    Recount,

    Booked,

    /// <summary>Counted, and closed without the second count that it needed: nothing was booked.</summary>
    Counted,
}

/// <summary>Reads from the books of its SKUs how far a paper is.</summary>
public static class PaperProgress
{
    /// <param name="paper">A transfer.</param>
    /// <param name="lines">What the books have of its SKUs.</param>
    public static TransferStatus OfTransfer(DeskPaper paper, IReadOnlyList<TransitPaper> lines)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return paper.IsClosed ? TransferStatus.Closed
            : lines.All(line => line.Sent == 0 && line.Received == 0) ? TransferStatus.Requested
            : lines.Any(line => line.Out.Count > 0) || lines.All(line => line.Received == 0) ? TransferStatus.InTransit
            : TransferStatus.Received;
    }

    /// <param name="paper">A receipt.</param>
    /// <param name="lines">What the books have of its SKUs.</param>
    public static ReceiptStatus OfReceipt(DeskPaper paper, IReadOnlyList<ExpectedPaper> lines)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return paper.IsClosed ? ReceiptStatus.Closed
            : paper.Stage == DeskStage.Opening ? ReceiptStatus.Announcing
            : lines.All(line => line.Open == 0) ? ReceiptStatus.Received
            : lines.Any(line => line.Received > 0) ? ReceiptStatus.PartlyReceived
            : ReceiptStatus.Expected;
    }

    /// <param name="paper">A count.</param>
    /// <param name="line">What the books have of one of its SKUs; null when nobody counted it.</param>
    public static CountStatus OfCount(DeskPaper paper, CountPaper? line)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return line is null || line.Attempts.Count == 0 ? CountStatus.Waiting
            : line.IsBooked ? CountStatus.Booked
            : paper.IsClosed ? CountStatus.Counted
            : CountStatus.Recount;
    }
}
