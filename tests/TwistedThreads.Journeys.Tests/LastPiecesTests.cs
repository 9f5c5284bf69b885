using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>Two thousand guests want the last five hundred shirts at the same moment.</summary>
public sealed class LastPiecesTests(LastPieces rush) : IClassFixture<LastPieces>
{
    [Fact]
    public void Every_piece_finds_one_buyer() =>
        Assert.Equal(LastPieces.Pieces, rush.Answers.Count(answer => answer.Status == 201));

    [Fact]
    public void Every_order_is_another_order() =>
        Assert.Equal(LastPieces.Pieces, rush.Answers.Where(answer => answer.Status == 201)
            .Select(answer => answer.Json!.Required("id")).Distinct().Count());

    [Fact]
    public void Everybody_else_is_told_that_there_is_not_enough()
    {
        var others = rush.Answers.Where(answer => answer.Status != 201).ToList();

        Assert.Equal(LastPieces.Guests - LastPieces.Pieces, others.Count);
        Assert.All(others, answer => answer.ExpectProblem(409, "stock.not-enough"));
    }

    [Fact]
    public void Never_was_less_than_nothing_on_hand_nor_more_held_than_there_was()
    {
        Assert.NotEmpty(rush.SeenMeanwhile);
        Assert.All(rush.SeenMeanwhile, card => Assert.True(IsSound(card), card.ToString()));
    }

    [Fact]
    public async Task Nothing_is_left_to_promise()
    {
        var card = await rush.Staff.StockAsync(rush.Sku);

        Assert.Equal(0, card.AvailableToPromise);
        Assert.Equal(LastPieces.Pieces, card.OnHand);
    }

    [Fact]
    public Task The_stock_ledger_is_proven() => rush.Staff.ProveStockAsync();

    [Fact]
    public async Task Every_authorised_payment_belongs_to_a_buyer()
    {
        var orders = rush.Answers.Where(answer => answer.Status == 201)
            .Select(answer => answer.Json!.Required("id")).ToHashSet();

        var held = (await rush.Staff.PaymentsAsync())
            .Where(payment => payment.Required("status") is "authorised" or "captured")
            .Select(payment => payment.Required("orderId")).ToList();

        Assert.Equal(orders.Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
    }

    private static bool IsSound(StockCard card) =>
        card.AvailableToPromise >= 0
        && card.Shelves.All(shelf => shelf.OnHand >= 0 && shelf.Reserved <= shelf.OnHand);
}
