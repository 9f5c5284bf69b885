using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Reads in which ways world and books disagreed, and keeps what people found out about it. An explanation is
/// added, never altered.</summary>
public sealed class DiscrepancyBooks(IDocuments documents)
{
    private const int Pages = 20;
    private const string ExplanationKind = "explanation";
    private static readonly string Container = StockStore.Container.Name;

    /// <summary>A page of those that fit; it may be short before the end. Of one SKU the newest come first; of several,
    /// SKU by SKU.</summary>
    public async Task<(IReadOnlyList<Discrepancy> Items, string? Continuation)> ListAsync(
        DiscrepancyFilter filter, int limit, string? continuation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = new List<Discrepancy>();
        for (var page = 0; page < Pages && found.Count < limit; page++)
        {
            var read = await documents.QueryAsync(
                new DocumentQuery(Container)
                {
                    PartitionKey = filter.Sku?.Value,
                    Descending = filter.Sku is not null,
                    Kind = StockAccounts.DiscrepancyKind,
                    Where = filter.Location is { } location ? FieldFilter.Is("location", location.Value) : null,
                    Limit = limit - found.Count,
                    Continuation = continuation,
                },
                cancellation);
            found.AddRange(read.Items.Select(document => document.As<Discrepancy>())
                .Where(discrepancy => filter.Kind is null || discrepancy.Kind == filter.Kind));
            continuation = read.Continuation;
            if (continuation is null)
            {
                break;
            }
        }

        return (found, continuation);
    }

    /// <summary>What people wrote about a discrepancy, the oldest first.</summary>
    public async Task<IReadOnlyList<Explanation>> ExplanationsAsync(
        Discrepancy discrepancy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(discrepancy);
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                PartitionKey = discrepancy.Sku.Value,
                IdPrefix = $"explanation|{discrepancy.Id}|",
            },
            cancellation);
        return [.. page.Items.Select(document => document.As<Explanation>())];
    }

    /// <returns>Null when there is no such discrepancy.</returns>
    public async Task<Discrepancy?> FindAsync(string id, CancellationToken cancellation) =>
        Discrepancy.SkuOf(id) is { } sku && id.Length <= 256 && !id.AsSpan().ContainsAny("/\\?#")
            ? (await documents.ReadAsync(Container, sku.Value, $"discrepancy|{id}", cancellation))?.As<Discrepancy>()
            : null;

    /// <summary>Adds an explanation; safe to repeat under the same claim.</summary>
    public Task ExplainAsync(
        Discrepancy discrepancy, DeskClaim claim, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(discrepancy);
        ArgumentNullException.ThrowIfNull(claim);
        return documents.CommitAsync(
            Container, discrepancy.Sku.Value,
            [
                DocumentOperation.New(
                    $"explanation|{discrepancy.Id}|{claim.Id}", ExplanationKind,
                    new Explanation(text, claim.By, claim.At)),
            ],
            cancellation);
    }
}

/// <summary>Which discrepancies are wanted; null means all.</summary>
public sealed record DiscrepancyFilter(LocationId? Location, Sku? Sku, DiscrepancyKind? Kind);

/// <summary>What somebody found out about a discrepancy.</summary>
/// <param name="At">UTC.</param>
public sealed record Explanation(string Text, string By, DateTimeOffset At);
