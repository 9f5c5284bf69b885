using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Floor;

/// <summary>Whoever scans piece by piece may end with one report of very many: it is booked all the same, in one
/// batch.</summary>
public sealed class PieceByPieceTests
{
    private const int Pieces = 150;

    // A batch of the stricter engine holds a hundred operations; the record of the cause is one of them.
    private const int MostWrites = 99;
    private readonly InMemoryStockAccounts _books = new(new Tripwire());

    [Fact]
    public async Task A_receipt_that_explains_very_many_sales_fits_one_batch()
    {
        for (var number = 0; number < Pieces; number++)
        {
            await TellAsync(Event($"s{number}", StockEventKind.Sale, 1, minute: 10 + number));
        }

        await TellAsync(Event("r", StockEventKind.Receive, Pieces + 3, minute: 0));

        Assert.Equal(3, _books.Level(TestShop.Tee, TestShop.North).OnHand);
        Assert.Empty(StockProof.Check(_books.Read(TestShop.Tee)));
    }

    [Fact]
    public async Task A_late_empty_count_before_very_many_sales_fits_one_batch()
    {
        await TellAsync(Event("r", StockEventKind.Receive, Pieces, minute: 0));
        for (var number = 0; number < Pieces; number++)
        {
            await TellAsync(Event($"s{number}", StockEventKind.Sale, 1, minute: 10 + number));
        }

        await TellAsync(Event("c", StockEventKind.Count, 0, minute: 5));

        Assert.Equal(0, _books.Level(TestShop.Tee, TestShop.North).OnHand);
    }

    [Fact]
    public async Task A_transfer_that_was_sent_piece_by_piece_arrives_whole_and_can_be_closed()
    {
        await TellAsync(Event("r", StockEventKind.Receive, Pieces, minute: 0));
        for (var number = 0; number < Pieces; number++)
        {
            await TellAsync(Event($"o{number}", StockEventKind.TransferOut, 1, minute: 10 + number, "trf"));
        }

        await TellAsync(
            Event("i", StockEventKind.TransferIn, Pieces - 20, minute: 500, "trf") with { Location = TestShop.Berlin });

        Assert.Equal(20, _books.Level(TestShop.Tee, TestShop.North).InTransit);
        var account = await _books.ReadAsync(TestShop.Tee, null, CancellationToken.None);
        var paper = Assert.Single(account.PapersOf<TransitPaper>());
        Assert.Equal([new Parcel(TestShop.North, 20)], paper.Out);
    }

    [Fact]
    public async Task A_count_of_another_location_is_none_here()
    {
        await TellAsync(Event("r", StockEventKind.Receive, 50, minute: 0));

        await TellAsync(Event("c", StockEventKind.Count, 10, minute: 5, "cnt_01k9x.BER"));

        Assert.Equal(10, _books.Level(TestShop.Tee, TestShop.North).OnHand);
        var account = await _books.ReadAsync(TestShop.Tee, null, CancellationToken.None);
        Assert.Empty(account.PapersOf<CountPaper>());
    }

    private static StockEvent Event(
        string id, StockEventKind kind, int quantity, int minute, string? paper = null) => new(
        id, kind, TestShop.North, TestShop.Tee, quantity, TestShop.Opening.AddMinutes(minute), "dev")
        {
            Paper = paper,
        };

    private async Task TellAsync(StockEvent happened)
    {
        var account = await _books.ReadAsync(happened.Sku, happened, CancellationToken.None);
        var entry = StockRules.Book(account, happened, TestShop.Opening.AddDays(1));
        var writes = entry.Levels.Count + entry.Movements.Count + entry.Papers.Count + entry.Discrepancies.Count;
        Assert.InRange(writes, 0, MostWrites);
        Assert.Equal(EntryOutcome.Booked, await _books.BookAsync(entry, CancellationToken.None));
    }
}
