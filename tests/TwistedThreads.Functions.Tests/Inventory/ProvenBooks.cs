using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Inventory;

/// <summary>The proof of stored books by themselves, without asking who owns what is held.</summary>
public static class ProvenBooks
{
    public static async Task<IReadOnlyList<StockFinding>> FindingsAsync(IDocuments documents)
    {
        var findings = new List<StockFinding>();
        await foreach (var (book, _) in new StockBooks(documents)
            .WalkAsync(SkuPlace.Beginning, CancellationToken.None))
        {
            findings.AddRange(StockProof.Check(book));
        }

        return findings;
    }
}
