using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory.Proof;

/// <summary>What the proof of some books found.</summary>
public sealed record StockProofReport(int Skus, long Movements, IReadOnlyList<StockFinding> Findings)
{
    /// <summary>Pieces by which the books differ from their proof, whatever the direction.</summary>
    public long Drift => DriftOf(Findings);

    public static long DriftOf(IEnumerable<StockFinding> findings) =>
        findings.Sum(finding => Math.Abs((long)finding.Drift));
}

/// <summary>Proves books: levels from their movements, held pieces from their reservations, reservations from their
/// orders.</summary>
public sealed class StockProving(StockBooks books, IReservationOwners owners) : IStockBooks
{
    private const int Attempts = 5;

    /// <summary>Recomputes everything.</summary>
    public async Task<StockProofReport> ProveAllAsync(CancellationToken cancellation)
    {
        var findings = new List<StockFinding>();
        var skus = 0;
        long movements = 0;
        await foreach (var (book, _) in books.WalkAsync(SkuPlace.Beginning, cancellation))
        {
            skus++;
            movements += book.Movements.Count;
            findings.AddRange(await CheckAsync(book, cancellation));
        }

        return new StockProofReport(skus, movements, findings);
    }

    public async Task<SkuProof> ProveAsync(Sku sku, CancellationToken cancellation)
    {
        SkuProof? proof = null;
        for (var attempt = 0; attempt < Attempts && proof is not { Findings.Count: 0 }; attempt++)
        {
            var book = await books.ReadAsync(sku, cancellation);
            proof = new SkuProof(book, await FindAsync(book, cancellation));
        }

        return proof!;
    }

    /// <summary>Proves a book that was read. A SKU that seems wrong is read again: while the shop works, the pages of a
    /// book may be of different moments.</summary>
    public async Task<IReadOnlyList<StockFinding>> CheckAsync(SkuBook book, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(book);
        var findings = await FindAsync(book, cancellation);
        return findings.Count == 0 ? findings : (await ProveAsync(book.Sku, cancellation)).Findings;
    }

    private async Task<IReadOnlyList<StockFinding>> FindAsync(SkuBook book, CancellationToken cancellation)
    {
        var known = new Dictionary<OrderId, ReservationOwner>();
        foreach (var order in OwnerProof.Asked(book))
        {
            if (await owners.FindAsync(order, cancellation) is { } owner)
            {
                known[order] = owner;
            }
        }

        return [.. StockProof.Check(book), .. OwnerProof.Check(book, known)];
    }
}
