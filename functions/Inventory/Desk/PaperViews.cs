using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Shows papers with what the books of their SKUs say of them.</summary>
public sealed class PaperViews(StockAccounts accounts, ParcelStore parcels)
{
    public async Task<TransferView> TransferAsync(DeskPaper paper, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var books = await BooksAsync<TransitPaper>(paper, cancellation);
        var lines = paper.Lines.Zip(books, (line, known) =>
        {
            var transit = known ?? TransitPaper.Of(paper.Id);
            return new TransferLineView(
                line.Sku, line.Quantity, transit.Sent, transit.Received, transit.Out.Sum(parcel => parcel.Quantity),
                transit.Lost);
        });
        return new TransferView(
            paper.Id, paper.Location, paper.To!.Value,
            PaperProgress.OfTransfer(paper, [.. books.OfType<TransitPaper>()]), paper.Note, paper.By, paper.At,
            [.. lines]);
    }

    public async Task<ReceiptView> ReceiptAsync(DeskPaper paper, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var books = await BooksAsync<ExpectedPaper>(paper, cancellation);
        var received = await parcels.ReceivedAsync(paper, cancellation);
        var announced = paper.Announcement!;
        return new ReceiptView(
            paper.Id, paper.Location, announced.PurchaseOrder, announced.Supplier, announced.ExpectedOn,
            announced.IsInspected, PaperProgress.OfReceipt(paper, [.. books.OfType<ExpectedPaper>()]), paper.By,
            paper.At,
            [
                .. paper.Lines.Zip(books, (line, known) => new ReceiptLineView(
                    line.Sku, line.Quantity, known?.Received ?? 0, known?.Open ?? line.Quantity,
                    known?.Cancelled ?? 0)),
            ],
            [
                .. announced.Parcels.Select(parcel => new ParcelView(
                    parcel.Sscc, parcel.Sscc is { } label ? received.Contains(label) : null, parcel.Lines)),
            ]);
    }

    /// <param name="paper">A count.</param>
    /// <param name="isBlind">Whether what was counted and what the books expected stays hidden.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CountView> CountAsync(DeskPaper paper, bool isBlind, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var books = await BooksAsync<CountPaper>(paper, cancellation);
        return new CountView(
            paper.Id, paper.Location, paper.IsClosed ? PaperState.Closed : PaperState.Open, paper.By, paper.At,
            [
                .. paper.Lines.Zip(books, (line, known) => new CountLineView(
                    line.Sku, PaperProgress.OfCount(paper, known), known?.Attempts.Count ?? 0,
                    isBlind ? null : [.. (known?.Attempts ?? []).Select(CountedView.Of)])),
            ]);
    }

    /// <summary>The books of each line, in the order of the lines; null where nothing was booked yet.</summary>
    public Task<T?[]> BooksAsync<T>(DeskPaper paper, CancellationToken cancellation)
        where T : StockPaper
    {
        ArgumentNullException.ThrowIfNull(paper);
        return Task.WhenAll(
            paper.Lines.Select(line => accounts.FindPaperAsync<T>(line.Sku, paper.Id, cancellation)));
    }
}

public sealed record TransferView(
    string Id, LocationId From, LocationId To, TransferStatus Status, string? Note, string By, DateTimeOffset At,
    IReadOnlyList<TransferLineView> Lines);

/// <param name="Requested">None where the floor sent what nobody had asked for.</param>
/// <param name="InTransit">Sent, not arrived, not written off.</param>
/// <param name="Lost">Written off when the transfer was closed.</param>
public sealed record TransferLineView(Sku Sku, int Requested, int Sent, int Received, int InTransit, int Lost);

public sealed record ReceiptView(
    string Id, LocationId Location, string PurchaseOrder, string Supplier, DateOnly ExpectedOn, bool Inspected,
    ReceiptStatus Status, string By, DateTimeOffset At, IReadOnlyList<ReceiptLineView> Lines,
    IReadOnlyList<ParcelView> Parcels);

/// <param name="Open">Announced and still to come.</param>
/// <param name="Cancelled">Announced, and expected no longer.</param>
public sealed record ReceiptLineView(Sku Sku, int Announced, int Received, int Open, int Cancelled);

/// <param name="IsReceived">Whether its label was scanned; null when it has none.</param>
public sealed record ParcelView(string? Sscc, bool? IsReceived, IReadOnlyList<DeskLine> Lines);

public enum PaperState
{
    Open,
    Closed,
}

public sealed record CountView(
    string Id, LocationId Location, PaperState Status, string By, DateTimeOffset At,
    IReadOnlyList<CountLineView> Lines);

/// <param name="TimesCounted">How often it was counted under this count.</param>
/// <param name="Attempts">What was found each time; null for those who count.</param>
public sealed record CountLineView(
    Sku Sku, CountStatus Status, int TimesCounted, IReadOnlyList<CountedView>? Attempts);

/// <param name="Difference">Pieces found, less those that the books had at that time.</param>
public sealed record CountedView(int Quantity, int Difference, string By, DateTimeOffset At)
{
    public static CountedView Of(CountAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return new CountedView(attempt.Quantity, attempt.Difference, attempt.By, attempt.At);
    }
}
