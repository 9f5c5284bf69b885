using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Mapping;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Move-ins over the document port, in the partition of their location, beside a note of which is the shop's
/// present one.</summary>
public sealed class MoveInStore(IDocuments documents, MoveInFiles files, Outbox outbox) : IMoveIns
{
    public const string StepQueue = "move-in-step";
    private const string Kind = "move-in";
    private const string PresentKind = "present-move-in";
    private const int Tries = 10;
    private static readonly string Container = ShipmentStore.Container.Name;

    /// <returns>The move-in; <c>move-in.open-already</c> when another one of the shop is under way.</returns>
    public async Task<Result<MoveIn>> CreateAsync(MoveIn moveIn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        var note = new Present(moveIn.Id);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = await NoteAsync(moveIn.Location, cancellation);
            if (found is not null && await UnderWayAsync(found, cancellation) is { } open)
            {
                return MoveInRefusal.OpenAlready(open);
            }

            var outcome = await documents.CommitAsync(
                Container, moveIn.Location.Value,
                [
                    DocumentOperation.New(moveIn.Id.Value, Kind, moveIn),
                    found is null
                        ? DocumentOperation.New(PresentKind, PresentKind, note)
                        : DocumentOperation.Over(found, note),
                ],
                cancellation);
            if (outcome.IsCommitted)
            {
                return moveIn;
            }
        }

        throw new ConcurrentWriteException($"The move-in of {moveIn.Location}");
    }

    /// <returns>The id of the shop's move-in that is under way; null when none is.</returns>
    public async Task<MoveInId?> UnderWayAsync(LocationId location, CancellationToken cancellation) =>
        await NoteAsync(location, cancellation) is { } found ? await UnderWayAsync(found, cancellation) : null;

    public async Task<VersionedMoveIn?> FindAsync(MoveInId id, CancellationToken cancellation) =>
        await documents.ReadAsync(Container, id.Location.Value, id.Value, cancellation) is { } found
            ? new VersionedMoveIn(found.As<MoveIn>(), found.ETag)
            : null;

    /// <returns>The move-in; a refusal when the text names none.</returns>
    public async Task<Result<MoveIn>> FindAsync(string id, CancellationToken cancellation) =>
        MoveInId.TryParse(id, out var known) && await FindAsync(known, cancellation) is { } found
            ? found.Value
            : MoveInRefusal.NotFound;

    public async Task<bool> ReplaceAsync(
        VersionedMoveIn before, MoveIn after, MoveInStep? next, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var operations = new List<DocumentOperation>
        {
            new DocumentOperation.Replace(after.Id.Value, Kind, ShopJson.Serialize(after), before.Version),
        };
        if (next is not null)
        {
            operations.Add(outbox.Write(StepQueue, "move-in.step-due.v1", after.Id.Value, next));
        }

        return (await documents.CommitAsync(Container, after.Location.Value, operations, cancellation)).IsCommitted;
    }

    /// <summary>Changes a move-in, whoever else does at the same time.</summary>
    /// <param name="id">As the caller wrote it.</param>
    /// <param name="change">The move-in as it is to be, and the step that is due then; asked again when somebody else
    /// was faster.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Result<MoveIn>> ChangeAsync(
        string id, Func<MoveIn, Task<Result<(MoveIn After, MoveInStep? Next)>>> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (!MoveInId.TryParse(id, out var known) || await FindAsync(known, cancellation) is not { } found)
            {
                return MoveInRefusal.NotFound;
            }

            var note = await NoteAsync(known.Location, cancellation);
            if (note?.As<Present>().MoveIn != known)
            {
                return MoveInRefusal.Superseded;
            }

            var changed = await change(found.Value);
            if (changed.IsRefused)
            {
                return changed.Refusal!;
            }

            var (after, next) = changed.Value;
            if ((ReferenceEquals(after, found.Value) && next is null)
                || await ReplaceAsync(found, after, next, cancellation))
            {
                return after;
            }
        }

        throw new ConcurrentWriteException(id);
    }

    public Task<IReadOnlyList<SkuCount>> WorkAsync(MoveInId id, string work, CancellationToken cancellation) =>
        files.WorkAsync(id, work, cancellation);

    /// <summary>Every move-in there is; a shop has a few.</summary>
    public IAsyncEnumerable<Document> AllAsync(CancellationToken cancellation) => documents.QueryAllAsync(
        new DocumentQuery(Container) { Kind = Kind, InAnyOrder = true }, cancellation);

    private async Task<Document?> NoteAsync(LocationId location, CancellationToken cancellation) =>
        await documents.ReadAsync(Container, location.Value, PresentKind, cancellation);

    private async Task<MoveInId?> UnderWayAsync(Document note, CancellationToken cancellation)
    {
        var id = note.As<Present>().MoveIn;
        return (await FindAsync(id, cancellation))?.Value is { IsUnderWay: true } ? id : null;
    }

    private sealed record Present(MoveInId MoveIn);
}
