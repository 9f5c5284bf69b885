using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Desk;

/// <summary>Announcements, closings and what scanners tell and take back meanwhile, in whatever order: the books always
/// prove.</summary>
public sealed class DeskScheduleTests
{
    private const int Schedules = 250;
    private const int Papers = 3;
    private static readonly LocationId[] Places = [TestShop.North, TestShop.Berlin];

    [Fact]
    public async Task In_any_order_the_books_prove_after_every_step()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var chance = new Generator(seed);
            var books = new InMemoryStockAccounts(new Tripwire());
            var steps = Steps(chance);

            foreach (var step in chance.Shuffled(steps.Concat(steps.Where(_ => chance.Chance(0.3)))))
            {
                await step(books);
                Assert.Equal([], StockProof.Check(books.Read(TestShop.Tee)).Select(finding => (seed, finding)));
            }
        }
    }

    [Fact]
    public async Task A_receipt_that_was_told_before_its_announcement_is_met_by_it()
    {
        var books = new InMemoryStockAccounts(new Tripwire());
        var paper = Paper(0, DeskForm.Receipt, 5);

        await Tell(Event("e1", StockEventKind.Receive, TestShop.North, 3, 0, paper.Id))(books);
        await Book(paper)(books);

        var level = books.Level(TestShop.Tee, TestShop.North);
        Assert.Equal((3, 2), (level.OnHand, level.Incoming));
    }

    [Fact]
    public async Task What_is_told_after_a_closing_is_settled_by_the_next_one()
    {
        var books = new InMemoryStockAccounts(new Tripwire());
        var closing = Paper(0, DeskForm.Transfer, 5) with { Stage = DeskStage.Closing, Closing = "cls_1" };
        await Tell(Event("e1", StockEventKind.TransferOut, TestShop.North, 2, 0, closing.Id))(books);
        await Book(closing)(books);
        await Tell(Event("e2", StockEventKind.TransferOut, TestShop.North, 1, 1, closing.Id))(books);
        Assert.Equal(1, books.Level(TestShop.Tee, TestShop.North).InTransit);

        await Book(closing)(books);
        Assert.Equal(1, books.Level(TestShop.Tee, TestShop.North).InTransit);
        await Book(closing with { Closing = "cls_2" })(books);

        Assert.Equal(0, books.Level(TestShop.Tee, TestShop.North).InTransit);
        var lost = books.Discrepancies(TestShop.Tee).Where(item => item.Kind == DiscrepancyKind.LostInTransit);
        Assert.Equal([-2, -1], lost.Select(item => item.Pieces));
    }

    private static List<Func<InMemoryStockAccounts, Task>> Steps(Generator chance)
    {
        var steps = new List<Func<InMemoryStockAccounts, Task>>();
        for (var number = 0; number < Papers; number++)
        {
            var receipt = Paper(number, DeskForm.Receipt, chance.Between(1, 9));
            var transfer = Paper(number, DeskForm.Transfer, chance.Between(1, 9));
            steps.Add(Book(receipt));
            foreach (var paper in new[] { receipt, transfer })
            {
                steps.Add(Book(paper with { Stage = DeskStage.Closing, Closing = $"cls_{chance.Between(1, 2)}" }));
            }
        }

        StockEventKind[] kinds =
        [
            StockEventKind.Receive, StockEventKind.Receive, StockEventKind.TransferOut, StockEventKind.TransferIn,
            StockEventKind.Count, StockEventKind.Sale, StockEventKind.Putaway,
        ];
        for (var number = 0; number < 14; number++)
        {
            var cause = $"{chance.OneOf(Places)}.e{chance.Between(0, 40)}";
            steps.Add(books => new ReverseStockEventWorkflow(books).RunAsync(
                TestShop.Tee, cause, "desk", "error-declared", TestShop.Opening.AddHours(2), CancellationToken.None));
            var kind = chance.OneOf(kinds);
            var form = kind == StockEventKind.Receive ? DeskForm.Receipt : DeskForm.Transfer;
            var paper = chance.Chance(0.7) ? Paper(chance.Between(0, Papers - 1), form, 1).Id : null;
            steps.Add(Tell(Event(
                $"e{number}", kind, chance.OneOf(Places), chance.Between(1, 6), chance.Between(0, 60), paper)));
        }

        return steps;
    }

    private static Func<InMemoryStockAccounts, Task> Tell(StockEvent happened) => books =>
        new ApplyStockEventWorkflow(books).RunAsync(happened, TestShop.Opening.AddHours(2), CancellationToken.None);

    private static Func<InMemoryStockAccounts, Task> Book(DeskPaper paper) => async books =>
    {
        var account = await books.ReadAsync(TestShop.Tee, null, CancellationToken.None);
        if (DeskRules.Book(account, paper, paper.Lines[0], TestShop.Opening.AddHours(2)) is { } entry)
        {
            await books.BookAsync(entry, CancellationToken.None);
        }
    };

    private static DeskPaper Paper(int number, DeskForm form, int pieces) => new(
        $"{DeskPaper.PrefixOf(form)}{number:D26}.WH1", form, TestShop.North, [new DeskLine(TestShop.Tee, pieces)],
        "desk", TestShop.Opening, form == DeskForm.Receipt ? DeskStage.Opening : DeskStage.Open)
    {
        To = form == DeskForm.Transfer ? TestShop.Berlin : null,
        Announcement = form == DeskForm.Receipt
            ? new Announcement("PO", "Weberei", new DateOnly(2026, 12, 1 + number), number == 1, [])
            : null,
    };

    private static StockEvent Event(
        string id, StockEventKind kind, LocationId location, int quantity, int minute, string? paper) => new(
        id, kind, location, TestShop.Tee, quantity, TestShop.Opening.AddMinutes(minute), "dev")
        {
            Paper = paper,
        };
}
