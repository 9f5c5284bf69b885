using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>The desk's papers over the document port, among the work of their location.</summary>
public sealed class DeskPaperStore(IDocuments documents, Outbox outbox) : IDeskPapers
{
    public const string Queue = "stock-paper-changed";
    public const string Kind = "stock-paper";
    private const int Attempts = 100;
    private static readonly TimeSpan MarkLife = TimeSpan.FromDays(30);
    private static readonly string Container = ShipmentStore.Container.Name;

    public async Task<VersionedPaper?> FindAsync(string id, CancellationToken cancellation)
    {
        var found = DeskPaper.PlaceOf(id) is { } place
            ? await documents.ReadAsync(Container, place.Location.Value, id, cancellation)
            : null;
        return found is { Kind: Kind } ? new VersionedPaper(found.As<StoredPaper>().Paper, found.ETag) : null;
    }

    /// <summary>Writes a new paper, and the parcels that were announced with it.</summary>
    /// <returns>Refused when a parcel was announced before; nothing happens when the paper is there.</returns>
    public async Task<Result<DeskPaper>> CreateAsync(DeskPaper paper, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paper);
        var labels = ParcelStore.LabelsOf(paper);
        DocumentOperation[] operations =
        [
            DocumentOperation.New(paper.Id, Kind, StoredPaper.Of(paper)),
            .. labels.Select(label => label.Operation),
            .. Settling(paper),
        ];
        var outcome = await documents.CommitAsync(Container, paper.Location.Value, operations, cancellation);
        return outcome.IsCommitted || outcome.Index == 0
            ? paper
            : DeskRefusal.AnnouncedBefore(labels[outcome.Index - 1].Parcel);
    }

    public async Task<bool> ReplaceAsync(VersionedPaper before, DeskPaper after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var outcome = await documents.CommitAsync(
            Container, after.Location.Value, [Over(before, after), .. Settling(after)], cancellation);
        return outcome.IsCommitted;
    }

    /// <summary>Takes in, as one, what the desk says that happened under a paper, and lists what nobody had asked for.
    /// Safe to repeat.</summary>
    /// <returns>Refused when the paper is closed and this was not taken in before.</returns>
    public async Task<Result<DeskPaper>> TakeInAsync(
        string id, DeskClaim claim, IReadOnlyList<StockEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var mark = $"desk-events|{claim.Id}";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await FindAsync(id, cancellation)
                ?? throw new InvalidOperationException($"The paper {id} is gone.");
            var paper = before.Value;
            if (await documents.ReadAsync(Container, paper.Location.Value, mark, cancellation) is not null)
            {
                return paper;
            }

            if (paper.IsClosed)
            {
                return DeskRefusal.Closed(paper.Form);
            }

            var after = paper.Listing(events.Select(happened => happened.Sku));
            DocumentOperation[] operations =
            [
                DocumentOperation.New(mark, "desk-events", claim, MarkLife), Over(before, after),
                .. events.Select(happened => ApplyStockEvent.Captured(outbox, happened)),
            ];
            var outcome = await documents.CommitAsync(Container, paper.Location.Value, operations, cancellation);
            if (outcome.IsCommitted || outcome.Index == 0)
            {
                return after;
            }
        }

        throw new ConcurrentWriteException($"The paper {id}");
    }

    /// <summary>Marks a paper as to be closed. Safe to repeat; another claim closes anew what came since.</summary>
    /// <exception cref="ConcurrentWriteException">Others kept changing it.</exception>
    public async Task CloseAsync(string id, DeskClaim claim, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await FindAsync(id, cancellation)
                ?? throw new InvalidOperationException($"The paper {id} is gone.");
            if (before.Value.Closing == claim.Id
                || await ReplaceAsync(
                    before,
                    before.Value with { Stage = DeskStage.Closing, Closing = claim.Id, ClosedBy = claim.By },
                    cancellation))
            {
                return;
            }
        }

        throw new ConcurrentWriteException($"The paper {id}");
    }

    /// <summary>Lists on its paper what the floor reported under it without being asked.</summary>
    public async Task NoticeAsync(StockEvent happened, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        for (var attempt = 0; attempt < Attempts && happened.Paper is { } id; attempt++)
        {
            var before = await FindAsync(id, cancellation);
            if (before is null || before.Value.Lines.Any(line => line.Sku == happened.Sku)
                || await ReplaceAsync(before, before.Value.Listing([happened.Sku]), cancellation))
            {
                return;
            }
        }
    }

    /// <summary>A page of papers of one form that fit; it may be short before the end.</summary>
    public async Task<(IReadOnlyList<DeskPaper> Items, string? Continuation)> ListAsync(
        DeskForm form, Func<DeskPaper, bool> fits, int limit, string? continuation, CancellationToken cancellation)
    {
        const int Pages = 20;
        var found = new List<DeskPaper>();
        for (var page = 0; page < Pages && found.Count < limit; page++)
        {
            var read = await documents.QueryAsync(
                new DocumentQuery(Container)
                {
                    Kind = Kind,
                    Where = FieldFilter.Is("form", StoredPaper.WordOf(form)),
                    Limit = limit - found.Count,
                    Continuation = continuation,
                },
                cancellation);
            found.AddRange(read.Items.Select(document => document.As<StoredPaper>().Paper)
                .Where(fits));
            continuation = read.Continuation;
            if (continuation is null)
            {
                break;
            }
        }

        return (found, continuation);
    }

    /// <summary>The open papers that a location has work with: its own, and transfers to it.</summary>
    public async Task<IReadOnlyList<DeskPaper>> FindOpenAsync(
        LocationId location, int limit, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Container) { Kind = Kind, Limit = limit };
        var own = await documents.QueryAsync(
            query with { PartitionKey = location.Value, Where = FieldFilter.Is("isOpen", 1L) }, cancellation);
        var coming = await documents.QueryAsync(
            query with { Where = FieldFilter.Is("openTo", location.Value) }, cancellation);
        return [.. own.Items.Concat(coming.Items).Select(document => document.As<StoredPaper>().Paper)];
    }

    private static DocumentOperation.Replace Over(VersionedPaper before, DeskPaper after) =>
        new(after.Id, Kind, ShopJson.Serialize(StoredPaper.Of(after)), before.Version);

    // Whoever dies before the books know of the paper leaves this behind, and it is carried on.
    private DocumentOperation[] Settling(DeskPaper paper) => paper.Stage is DeskStage.Opening or DeskStage.Closing
        ? [outbox.Write(Queue, "stock.paper-changed.v1", paper.Location.Value, new PaperChanged(paper.Id))]
        : [];

    // Numbers and texts are what both engines find alike.
    private sealed record StoredPaper(DeskPaper Paper, string Form, int IsOpen, string OpenTo)
    {
        public static StoredPaper Of(DeskPaper paper) => new(
            paper, WordOf(paper.Form), paper.IsClosed ? 0 : 1, paper.IsClosed ? "" : paper.To?.Value ?? "");

        public static string WordOf(DeskForm form) => DeskPaper.PrefixOf(form).TrimEnd('_');
    }
}

/// <summary>A paper whose SKUs are to be told of it.</summary>
public sealed record PaperChanged(string Id);
