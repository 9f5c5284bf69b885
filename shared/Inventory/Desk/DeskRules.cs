using TwistedThreads.Commerce.Inventory.Floor;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>What the opening or the closing of a paper books for one of its SKUs.</summary>
public static class DeskRules
{
    /// <param name="account">Read with all papers of the SKU.</param>
    /// <param name="paper">Being opened or closed.</param>
    /// <param name="line">One of its lines.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Null when there is nothing to book.</returns>
    public static StockEntry? Book(StockAccount account, DeskPaper paper, DeskLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(paper);
        ArgumentNullException.ThrowIfNull(line);
        return paper.Stage switch
        {
            DeskStage.Opening when paper.Announcement is { } announced && line.Quantity > 0 =>
                Announce(account, paper, announced, line, now),
            DeskStage.Closing => Close(account, paper, now),
            _ => null,
        };
    }

    private static StockEntry Announce(
        StockAccount account, DeskPaper paper, Announcement announced, DeskLine line, DateTimeOffset now)
    {
        var draft = new StockDraft(account, $"announce.{paper.Id}", paper.By, paper.At, now);
        ReceiptRules.Announce(
            draft,
            new ExpectedPaper(
                paper.Id, paper.Location, announced.ExpectedOn, line.Quantity, 0, 0, announced.IsInspected));
        return draft.ToEntry(null);
    }

    private static StockEntry? Close(StockAccount account, DeskPaper paper, DateTimeOffset now)
    {
        var draft = new StockDraft(account, $"close.{paper.Id}.{paper.Closing}", paper.ClosedBy ?? paper.By, now, now);
        if (account.PapersOf<TransitPaper>().FirstOrDefault(transit => transit.Id == paper.Id) is { } onTheWay)
        {
            TransferRules.Close(draft, onTheWay);
        }
        else if (account.PapersOf<ExpectedPaper>().FirstOrDefault(known => known.Id == paper.Id) is { } expected)
        {
            ReceiptRules.Close(draft, expected);
        }
        else
        {
            return null;
        }

        return draft.ToEntry(null);
    }
}
