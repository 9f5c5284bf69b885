using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Tests.Onboarding;

public sealed class DayReportTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly DateTimeOffset Evening = new(2026, 11, 20, 19, 0, 0, TimeSpan.Zero);
    private static readonly LocationId Shop = LocationId.Parse("MUC");
    private static readonly Sku Shirt = Sku.Parse("TEE-CREW-NAVY-M");

    [Theory]
    [InlineData(5, 8, null, "", DifferenceCause.OnlyInLegacy)]
    [InlineData(5, 8, -3, "", DifferenceCause.Standing)]
    [InlineData(5, 8, -1, "", DifferenceCause.OnlyInLegacy)]
    [InlineData(8, 6, null, "sale -2", DifferenceCause.OnlyInLedger)]
    [InlineData(8, 6, 0, "sale -3, return 1", DifferenceCause.OnlyInLedger)]
    [InlineData(8, 6, null, "pick -2", DifferenceCause.WebOrders)]
    [InlineData(8, 5, 1, "pick -2", DifferenceCause.WebOrders)]
    [InlineData(8, 6, null, "count -2", DifferenceCause.Counted)]
    [InlineData(8, 6, null, "sale -5", DifferenceCause.Mixed)]
    public void A_difference_is_laid_to_what_the_ledger_booked_that_day(
        int legacy, int ledger, int? before, string moved, DifferenceCause cause)
    {
        var report = Report([new SkuCount(Shirt, legacy)], Shelf(ledger, moved), before);

        var difference = Assert.Single(report.Differences);
        Assert.Equal((legacy - ledger, cause), (difference.Difference, difference.LikelyCause));
        Assert.Equal(Math.Abs(legacy - ledger), report.Totals.Apart);
    }

    [Fact]
    public void An_article_that_only_one_book_has_is_told_apart()
    {
        var other = Sku.Parse("TEE-CREW-NAVY-S");
        var ledger = new Dictionary<Sku, LedgerShelf> { [other] = Shelf(2, ""), [Sku.Parse("GONE")] = Shelf(0, "") };

        var report = DayReport.Of(Day, Evening, [new SkuCount(Shirt, 5)], ledger, null);

        Assert.Equal(
            [(Shirt, DifferenceCause.NeverInLedger), (other, DifferenceCause.NotInFile)],
            report.Differences.Select(one => (one.Sku, one.LikelyCause)));
        Assert.Equal(new DayTotals(2, 0, 2, 5, 2, 7), report.Totals);
    }

    [Fact]
    public void Books_that_agree_are_told_in_numbers_only()
    {
        var report = Report([new SkuCount(Shirt, 5)], Shelf(5, "sale -1"), null);

        Assert.Empty(report.Differences);
        Assert.Equal(new DayTotals(1, 1, 0, 5, 5, 0), report.Totals);
    }

    [Fact]
    public void Days_without_a_file_are_listed_until_they_come()
    {
        var id = MoveInId.TryParse("mvi_01k9x0000000000000000000zz.MUC", out var known) ? known : default;
        var moveIn = new MoveIn(id, MoveInStatus.DualRun, false, Evening) { DualRunSince = Day };
        var file = new StockFile("a", 1, "utf-8", ';', Evening, Evening, MappingTally.Of([]));

        var before = moveIn.DaysWithoutFile(Day.AddDays(3));
        var after = moveIn
            .WithDay(new DualRunDay(Day.AddDays(1), file, "r", new DayTotals(0, 0, 0, 0, 0, 0)))
            .DaysWithoutFile(Day.AddDays(3));

        Assert.Equal("MUC", id.Location.Value);
        Assert.Equal([Day, Day.AddDays(1), Day.AddDays(2)], before);
        Assert.Equal([Day, Day.AddDays(2)], after);
        Assert.Empty((moveIn with { Status = MoveInStatus.CutOver }).DaysWithoutFile(Day.AddDays(3)));
        Assert.Equal(31, moveIn.DaysWithoutFile(Day.AddDays(90)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mvi_01k9x0000000000000000000zz")]
    [InlineData("mvi_01k9x0000000000000000000zz.muc")]
    [InlineData("mvi_01k9x.MUC")]
    [InlineData("ord_01k9x0000000000000000000zz.MUC")]
    public void What_names_no_move_in_is_no_id(string text) => Assert.False(MoveInId.TryParse(text, out _));

    private static DayReport Report(IReadOnlyList<SkuCount> book, LedgerShelf shelf, int? before) => DayReport.Of(
        Day, Evening, book, new Dictionary<Sku, LedgerShelf> { [Shirt] = shelf },
        before is null
            ? null
            : DayReport.Of(
                Day.AddDays(-1), Evening.AddDays(-1), [new SkuCount(Shirt, 10 + before.Value)],
                new Dictionary<Sku, LedgerShelf> { [Shirt] = Shelf(10, "") }, null));

    private static LedgerShelf Shelf(int onHand, string moved) => new(
        true, onHand,
        [
            .. moved.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' ')).Select(parts =>
                MovementOf(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))),
        ]);

    private static Movement MovementOf(string reason, int change) => new(
        $"mov_{reason}", Shop, change > 0 ? StockState.Outside : StockState.Free,
        change > 0 ? StockState.Free : StockState.Outside, Math.Abs(change), reason, "cause", "ada", Evening);
}
