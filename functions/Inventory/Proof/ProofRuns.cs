using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Inventory.Proof;

/// <summary>A finished proof of all books, as it is kept.</summary>
/// <param name="StartedAt">UTC; every SKU was read once between then and <paramref name="CheckedAt"/>.</param>
/// <param name="Drift">Pieces, whatever the direction, of all findings.</param>
/// <param name="Found">How many findings there were; only the first of many are kept.</param>
public sealed record StoredProof(
    DateTimeOffset StartedAt, DateTimeOffset CheckedAt, int Skus, long Movements, long Drift, int Found,
    IReadOnlyList<StockFinding> Findings);

/// <summary>Proves all books a page after the other and remembers how far it has come, so that an instance that dies
/// half-way is followed by one that goes on.</summary>
public sealed class ProofRuns(IDocuments documents, StockBooks books, StockProving proving, TimeProvider clock)
{
    private const string Container = "operations";
    private const string Kind = "stock-proof";
    private const string LastId = "last";
    private const string RunId = "run";
    private const int Kept = 500;

    /// <summary>The last proof that was finished; null when none was.</summary>
    public async Task<StoredProof?> LastAsync(CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, Kind, LastId, cancellation))?.As<StoredProof>();

    /// <summary>Goes on with the proof that is under way, or begins one, and brings it to its end.</summary>
    /// <returns>Null when another instance took it over.</returns>
    public async Task<StoredProof?> RunAsync(CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container, Kind, RunId, cancellation);
        var version = found?.ETag;
        var run = found?.As<Run>() ?? Run.Begun(clock.GetUtcNow());
        var saved = run.Place.Continuation;
        await foreach (var (book, place) in books.WalkAsync(run.Place, cancellation))
        {
            run = run.With(book, await proving.CheckAsync(book, cancellation), place);
            if (place.Continuation is null || place.Continuation == saved)
            {
                continue;
            }

            var outcome = await documents.CommitAsync(Container, Kind, [WriteOf(run, version)], cancellation);
            if (!outcome.IsCommitted)
            {
                return null;
            }

            (version, saved) = (outcome.ETags[0], place.Continuation);
        }

        return await EndAsync(run, version, cancellation);
    }

    private async Task<StoredProof?> EndAsync(Run run, string? version, CancellationToken cancellation)
    {
        var proof = new StoredProof(
            run.StartedAt, clock.GetUtcNow(), run.Skus, run.Movements, run.Drift, run.Found, run.Findings);
        DocumentOperation[] operations = version is null
            ? [DocumentOperation.Put(LastId, Kind, proof)]
            : [new DocumentOperation.Delete(RunId, version), DocumentOperation.Put(LastId, Kind, proof)];
        var outcome = await documents.CommitAsync(Container, Kind, operations, cancellation);
        return outcome.IsCommitted ? proof : null;
    }

    private static DocumentOperation WriteOf(Run run, string? version) => version is null
        ? DocumentOperation.New(RunId, Kind, run)
        : new DocumentOperation.Replace(RunId, Kind, Platform.Json.ShopJson.Serialize(run), version);

    private sealed record Run(
        DateTimeOffset StartedAt, SkuPlace Place, int Skus, long Movements, long Drift, int Found,
        IReadOnlyList<StockFinding> Findings)
    {
        public static Run Begun(DateTimeOffset at) => new(at, SkuPlace.Beginning, 0, 0, 0, 0, []);

        public Run With(SkuBook book, IReadOnlyList<StockFinding> findings, SkuPlace place) => new(
            StartedAt, place, Skus + 1, Movements + book.Movements.Count,
            Drift + StockProofReport.DriftOf(findings), Found + findings.Count,
            findings.Count == 0 ? Findings : [.. Findings.Concat(findings).Take(Kept)]);
    }
}
