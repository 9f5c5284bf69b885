using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>What the desk's open papers ask of a location.</summary>
public sealed class DeskTasks(DeskPaperStore papers, PaperViews views)
{
    private const int Papers = 100;

    /// <summary>Day after day, and each paper's lines in their order.</summary>
    public async Task<IReadOnlyList<DeskTask>> FindAsync(LocationId location, CancellationToken cancellation)
    {
        var open = await papers.FindOpenAsync(location, Papers, cancellation);
        var tasks = await Task.WhenAll(open.Select(paper => OfAsync(paper, location, cancellation)));
        return [.. tasks.SelectMany(own => own).OrderBy(task => task.DueBy)];
    }

    private async Task<IEnumerable<DeskTask>> OfAsync(
        DeskPaper paper, LocationId location, CancellationToken cancellation)
    {
        var asked = DateOnly.FromDateTime(paper.At.UtcDateTime);
        switch (paper.Form)
        {
            case DeskForm.Receipt:
                var expected = await views.BooksAsync<ExpectedPaper>(paper, cancellation);
                return Lines(
                    paper, "receive", paper.Announcement!.ExpectedOn,
                    index => expected[index]?.Open ?? paper.Lines[index].Quantity);
            case DeskForm.Count:
                var counted = await views.BooksAsync<CountPaper>(paper, cancellation);
                return paper.Lines
                    .Zip(counted, (line, known) => (line.Sku, Status: PaperProgress.OfCount(paper, known)))
                    .Where(line => line.Status is CountStatus.Waiting or CountStatus.Recount)
                    .Select(line => new DeskTask(
                        paper.Id, "count", line.Sku, 0, asked,
                        line.Status == CountStatus.Recount ? "recount" : "open"));
            default:
                var transit = await views.BooksAsync<TransitPaper>(paper, cancellation);
                return location == paper.Location
                    ? Lines(
                        paper, "transfer-out", asked,
                        index => paper.Lines[index].Quantity - (transit[index]?.Sent ?? 0))
                    : Lines(
                        paper, "transfer-in", asked,
                        index => transit[index]?.Out.Sum(parcel => parcel.Quantity) ?? 0);
        }
    }

    private static IEnumerable<DeskTask> Lines(DeskPaper paper, string kind, DateOnly due, Func<int, int> open) =>
        paper.Lines
            .Select((line, index) => new DeskTask(paper.Id, kind, line.Sku, open(index), due, "open"))
            .Where(task => task.Quantity > 0);
}

/// <summary>One article that a paper wants something of.</summary>
/// <param name="Id">The paper's: what a scanner sends as its task.</param>
/// <param name="Kind">The type of the scan that is wanted.</param>
/// <param name="Quantity">Pieces that are still wanted; none for a count, which is blind.</param>
/// <param name="DueBy">The day on which goods are expected, or on which the desk asked.</param>
/// <param name="Status">open, or recount where a first count was doubtful.</param>
public sealed record DeskTask(string Id, string Kind, Sku Sku, int Quantity, DateOnly DueBy, string Status);
