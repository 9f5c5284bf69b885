using System.Text.Json;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Keeps capture jobs: a job, its document and the fact that has it worked on are one batch of the job's own
/// partition; a small entry beside all others lists it.</summary>
public sealed class CaptureStore(IDocuments documents, Outbox outbox, IIdSource ids, TimeProvider clock)
{
    public const string CapturedQueue = "epcis-captured";
    private const string JobKind = "capture-job";
    private const string DocumentKind = "capture-document";
    private const string EntryKind = "capture-entry";
    private const string List = "captures";
    private const string JobId = "job";
    private const string DocumentId = "document";
    private static readonly string Container = EventStore.Container.Name;
    private static readonly TimeSpan DocumentLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan JobLife = TimeSpan.FromDays(90);

    /// <summary>Takes in a document; when this returns, it is on disk.</summary>
    public async Task<CaptureJob> AcceptAsync(
        JsonElement document, CaptureOrder order, CancellationToken cancellation)
    {
        var job = new CaptureJob(ids.New("cap_"), order, CaptureState.Waiting, clock.GetUtcNow(), null, 0, [], []);
        await documents.CommitAsync(
            Container, Partition(job.Id),
            [
                DocumentOperation.New(JobId, JobKind, job, JobLife),
                DocumentOperation.New(DocumentId, DocumentKind, new CapturedDocument(document), DocumentLife),
                outbox.Write(CapturedQueue, "epcis.captured.v1", job.Id, new CaptureAccepted(job.Id)),
            ],
            cancellation);
        await EnlistAsync(job.Id, cancellation);
        return job;
    }

    /// <summary>Enters a job into the list; safe to repeat.</summary>
    public Task EnlistAsync(string id, CancellationToken cancellation) => documents.CommitAsync(
        Container, List, [DocumentOperation.New(id, EntryKind, new CaptureAccepted(id), JobLife)], cancellation);

    public async Task<Marked<CaptureJob>?> FindAsync(string id, CancellationToken cancellation) =>
        await documents.ReadAsync(Container, Partition(id), JobId, cancellation) is { } found
            ? new Marked<CaptureJob>(found.As<CaptureJob>(), found)
            : null;

    /// <returns>Null when it is gone: a week old.</returns>
    public async Task<JsonElement?> DocumentOfAsync(string id, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, Partition(id), DocumentId, cancellation))
            ?.As<CapturedDocument>().Document;

    /// <returns>The job as it is now; null when another worker was faster.</returns>
    public async Task<Marked<CaptureJob>?> SaveAsync(
        Marked<CaptureJob> before, CaptureJob after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        var outcome = await documents.CommitAsync(
            Container, Partition(after.Id), [DocumentOperation.Over(before.Document, after, JobLife)], cancellation);
        return outcome.IsCommitted ? await FindAsync(after.Id, cancellation) : null;
    }

    /// <summary>Jobs, the newest first.</summary>
    public async Task<(IReadOnlyList<CaptureJob> Jobs, string? Next)> ListAsync(
        int limit, string? place, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                PartitionKey = List,
                Kind = EntryKind,
                Descending = true,
                Limit = limit,
                Continuation = place,
            },
            cancellation);
        var jobs = await Task.WhenAll(page.Items.Select(item => FindAsync(item.Id, cancellation)));
        return ([.. jobs.OfType<Marked<CaptureJob>>().Select(job => job.Value)], page.Continuation);
    }

    private static string Partition(string id) => $"capture|{id}";

    /// <summary>Stored beside the job, so that the job stays small.</summary>
    public sealed record CapturedDocument(JsonElement Document);
}

/// <summary>Something as read, with the document that a write must replace.</summary>
public sealed record Marked<T>(T Value, Document Document);

/// <summary>A document was taken in.</summary>
public sealed record CaptureAccepted(string Job);

/// <summary>How a document is to be captured.</summary>
/// <param name="IsAllOrNothing">Whether one wrong event keeps all others out (rollback), or only itself
/// (proceed).</param>
/// <param name="By">Who sent it.</param>
/// <param name="BoundTo">The only location that the sender may tell of; null for any.</param>
public sealed record CaptureOrder(bool IsAllOrNothing, string By, LocationId? BoundTo);

/// <summary>How far a job has come.</summary>
public enum CaptureState
{
    Waiting,

    /// <summary>The events were judged, and those that may be are being taken in. There is no way back.</summary>
    Applying,
    Done,
}

/// <summary>A document on its way in.</summary>
/// <param name="Captured">Events taken in.</param>
/// <param name="LeftOut">Events that are not taken in, by their places from 0.</param>
/// <param name="Errors">What was wrong, each with its place in the document; the first of many.</param>
public sealed record CaptureJob(
    string Id,
    CaptureOrder Order,
    CaptureState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    int Captured,
    IReadOnlyList<int> LeftOut,
    IReadOnlyList<InputFault> Errors);
