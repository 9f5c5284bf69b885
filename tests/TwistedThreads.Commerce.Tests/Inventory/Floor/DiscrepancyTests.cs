using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Floor;

/// <summary>One small story for each way in which world and books can disagree.</summary>
public sealed class DiscrepancyTests
{
    private const string Transfer = "trf_00000000000000000000000001.WH1";
    private const string Receipt = "rcp_00000000000000000000000001.WH1";
    private readonly InMemoryStockAccounts _books = new(new Tripwire());
    private readonly ApplyStockEventWorkflow _workflow;
    private int _events;

    public DiscrepancyTests() => _workflow = new ApplyStockEventWorkflow(_books);

    private (DiscrepancyKind Kind, int Pieces)[] Flagged =>
        [.. _books.Discrepancies(TestShop.Tee).Select(item => (item.Kind, item.Pieces))];

    private StockLevel Level => _books.Level(TestShop.Tee, TestShop.North);

    [Fact]
    public async Task A_sale_of_what_the_books_do_not_have_is_unbooked()
    {
        await TellAsync(StockEventKind.Sale, 2, minute: 0);

        Assert.Equal([(DiscrepancyKind.Unbooked, 2)], Flagged);
        Assert.Equal(0, Level.OnHand);
    }

    [Fact]
    public async Task A_late_receipt_explains_what_was_unbooked()
    {
        await TellAsync(StockEventKind.Sale, 2, minute: 10);
        await TellAsync(StockEventKind.Receive, 5, minute: 0);

        Assert.Equal(
            [
                (DiscrepancyKind.Unbooked, 2), (DiscrepancyKind.OverReceipt, 5),
                (DiscrepancyKind.UnbookedExplained, -2),
            ],
            Flagged);
        Assert.Equal(3, Level.OnHand);
    }

    [Fact]
    public void A_sale_of_the_last_pieces_takes_those_held_for_orders()
    {
        var level = StockLevel.Empty(TestShop.North) with { Free = 1, Reserved = 3 };
        var account = new StockAccount(TestShop.Tee, [new Versioned<StockLevel>(level, "1")], []);

        var entry = StockRules.Book(account, Event(StockEventKind.Sale, 2, 0), TestShop.Opening);

        var flagged = Assert.Single(entry.Discrepancies);
        Assert.Equal((DiscrepancyKind.HeldPiecesTaken, -1), (flagged.Kind, flagged.Pieces));
        Assert.Equal((-1, 2), (entry.Levels[0].Value.Free, entry.Levels[0].Value.OnHand));
    }

    [Fact]
    public async Task A_count_that_finds_another_number_says_by_how_many()
    {
        await TellAsync(StockEventKind.Return, 10, minute: 0);
        await TellAsync(StockEventKind.Count, 9, minute: 5);

        Assert.Equal([(DiscrepancyKind.CountDifference, -1)], Flagged);
        Assert.Equal(9, Level.OnHand);
    }

    [Fact]
    public async Task A_sale_from_before_a_count_explains_part_of_it_and_changes_nothing()
    {
        await TellAsync(StockEventKind.Return, 10, minute: 0);
        await TellAsync(StockEventKind.Count, 9, minute: 10);
        await TellAsync(StockEventKind.Sale, 1, minute: 5);

        Assert.Equal([(DiscrepancyKind.CountDifference, -1), (DiscrepancyKind.CountExplained, 1)], Flagged);
        Assert.Equal(9, Level.OnHand);
    }

    [Fact]
    public async Task A_doubtful_count_of_the_desk_waits_for_a_second_one()
    {
        await TellAsync(StockEventKind.Return, 20, minute: 0);
        await TellAsync(StockEventKind.Count, 10, minute: 5, paper: "cnt_1");
        Assert.Equal(20, Level.OnHand);

        await TellAsync(StockEventKind.Count, 11, minute: 6, paper: "cnt_1");

        Assert.Equal([(DiscrepancyKind.RecountWanted, -10), (DiscrepancyKind.CountDifference, -9)], Flagged);
        Assert.Equal(11, Level.OnHand);
    }

    [Fact]
    public async Task A_count_from_before_a_booked_one_changes_nothing()
    {
        await TellAsync(StockEventKind.Count, 4, minute: 10);
        await TellAsync(StockEventKind.Count, 7, minute: 5);

        Assert.Equal([(DiscrepancyKind.CountDifference, 4), (DiscrepancyKind.CountOutdated, 0)], Flagged);
        Assert.Equal(4, Level.OnHand);
    }

    [Fact]
    public async Task More_than_was_announced_is_an_over_receipt()
    {
        await AnnounceAsync(5);
        await TellAsync(StockEventKind.Receive, 7, minute: 5, paper: Receipt);

        Assert.Equal([(DiscrepancyKind.OverReceipt, 2)], Flagged);
        Assert.Equal((7, 0), (Level.OnHand, Level.Incoming));
    }

    [Fact]
    public async Task Less_than_was_announced_is_an_under_receipt_once_it_is_closed()
    {
        var paper = await AnnounceAsync(5);
        await TellAsync(StockEventKind.Receive, 3, minute: 5, paper: Receipt);
        await BookAsync(paper with { Stage = DeskStage.Closing, Closing = "cls_1" });
        await BookAsync(paper with { Stage = DeskStage.Closing, Closing = "cls_1" });

        Assert.Equal([(DiscrepancyKind.UnderReceipt, -2)], Flagged);
        Assert.Equal((3, 0), (Level.OnHand, Level.Incoming));
    }

    [Fact]
    public async Task What_arrives_before_it_was_sent_is_unexpected_until_it_is_reported()
    {
        await TellAsync(StockEventKind.Return, 5, minute: 0);
        await TellAsync(StockEventKind.TransferIn, 2, minute: 9, TestShop.Berlin, Transfer);
        await TellAsync(StockEventKind.TransferOut, 2, minute: 8, paper: Transfer);

        Assert.Equal([(DiscrepancyKind.UnexpectedTransfer, 2)], Flagged);
        Assert.Equal((3, 0), (Level.OnHand, Level.InTransit));
    }

    [Fact]
    public async Task What_was_sent_and_never_arrived_is_lost_once_the_transfer_is_closed()
    {
        await TellAsync(StockEventKind.Return, 5, minute: 0);
        await TellAsync(StockEventKind.TransferOut, 4, minute: 1, paper: Transfer);
        await TellAsync(StockEventKind.TransferIn, 3, minute: 2, TestShop.Berlin, Transfer);
        await BookAsync(new DeskPaper(
            Transfer, DeskForm.Transfer, TestShop.North, [new DeskLine(TestShop.Tee, 4)], "desk", TestShop.Opening,
            DeskStage.Closing)
        {
            To = TestShop.Berlin,
            Closing = "cls_1",
        });

        Assert.Equal([(DiscrepancyKind.LostInTransit, -1)], Flagged);
        Assert.Equal((1, 0), (Level.OnHand, Level.InTransit));
    }

    [Fact]
    public async Task A_withdrawn_departure_whose_arrival_stays_is_told()
    {
        await TellAsync(StockEventKind.Return, 5, minute: 0);
        var sent = await TellAsync(StockEventKind.TransferOut, 4, minute: 1, paper: Transfer);
        await TellAsync(StockEventKind.TransferIn, 4, minute: 2, TestShop.Berlin, Transfer);

        await new ReverseStockEventWorkflow(_books).RunAsync(
            TestShop.Tee, sent.Cause, "desk", "error-declared", TestShop.Opening, CancellationToken.None);

        Assert.Contains((DiscrepancyKind.Withdrawn, -4), Flagged);
        Assert.Empty(StockProof.Check(_books.Read(TestShop.Tee)));
    }

    private async Task<DeskPaper> AnnounceAsync(int pieces)
    {
        var paper = new DeskPaper(
            Receipt, DeskForm.Receipt, TestShop.North, [new DeskLine(TestShop.Tee, pieces)], "desk",
            TestShop.Opening, DeskStage.Opening)
        {
            Announcement = new Announcement("PO", "Weberei", new DateOnly(2026, 12, 1), false, []),
        };
        await BookAsync(paper);
        return paper;
    }

    private async Task BookAsync(DeskPaper paper)
    {
        var account = await _books.ReadAsync(TestShop.Tee, null, CancellationToken.None);
        var entry = DeskRules.Book(account, paper, paper.Lines[0], TestShop.Opening);
        await _books.BookAsync(entry!, CancellationToken.None);
    }

    private async Task<StockEvent> TellAsync(
        StockEventKind kind, int quantity, int minute, LocationId? location = null, string? paper = null)
    {
        var happened = Event(kind, quantity, minute) with
        {
            Location = location ?? TestShop.North,
            Paper = paper,
        };
        await _workflow.RunAsync(happened, TestShop.Opening.AddHours(1), CancellationToken.None);
        Assert.Empty(StockProof.Check(_books.Read(TestShop.Tee)));
        return happened;
    }

    private StockEvent Event(StockEventKind kind, int quantity, int minute) => new(
        $"e{++_events}", kind, TestShop.North, TestShop.Tee, quantity, TestShop.Opening.AddMinutes(minute), "dev");
}
