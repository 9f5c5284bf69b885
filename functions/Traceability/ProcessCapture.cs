using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Works on a capture job: judges all events first, writes down what is decided, then takes the good ones in.
/// Killed anywhere, the next attempt goes on: a decision that is written down is not made again.</summary>
public sealed class ProcessCapture(CaptureStore captures, EventStore store, CaptureDesk desk, TimeProvider clock)
{
    private const int Writers = 8;
    private const int MostErrors = 200;

    [Function(nameof(ProcessCapture))]
    public async Task RunAsync(
        [ServiceBusTrigger(CaptureStore.CapturedQueue, Connection = "ServiceBus")] CloudEvent<CaptureAccepted> message,
        CancellationToken cancellation)
    {
        var id = message.Data.Job;
        await captures.EnlistAsync(id, cancellation);
        if (await captures.FindAsync(id, cancellation) is not { } job || job.Value.State == CaptureState.Done)
        {
            return;
        }

        var json = await captures.DocumentOfAsync(id, cancellation)
            ?? throw new HopelessMessageException("The document of the capture is gone.");
        var document = EpcisReader.ReadDocument(json).Value;
        var origin = EventOrigin.Capture(id);
        var read = document.Events
            .Select(item => (item.Pointer, Read: desk.Judge(item.Json, item.Pointer, document, job.Value.Order.BoundTo)))
            .ToList();
        if (job.Value.State == CaptureState.Waiting)
        {
            var errors = await ErrorsAsync(read, origin, cancellation);
            job = await DecideAsync(job, errors, cancellation);
            if (job.Value.State == CaptureState.Done)
            {
                return;
            }
        }

        var late = await ApplyAsync(job.Value, read, origin, cancellation);
        await FinishAsync(job, late.Captured, late.Errors, cancellation);
    }

    private async Task<List<InputFault>> ErrorsAsync(
        IReadOnlyList<(string Pointer, ReadEvent Read)> read, EventOrigin origin, CancellationToken cancellation)
    {
        var errors = new List<InputFault>();
        var seen = new HashSet<(string, bool)>();
        foreach (var (pointer, item) in read)
        {
            errors.AddRange(item.Faults);
            if (item.Event is { } happened
                && (!seen.Add((happened.EventId, happened.IsErrorDeclaration))
                    || await desk.IsKnownAsync(happened, origin, cancellation)))
            {
                errors.Add(CaptureDesk.Exists(pointer));
            }
        }

        return errors;
    }

    // The decision and the errors are on disk before the first event is.
    private async Task<Marked<CaptureJob>> DecideAsync(
        Marked<CaptureJob> job, List<InputFault> errors, CancellationToken cancellation)
    {
        var isRejected = job.Value.Order.IsAllOrNothing && errors.Count > 0;
        var decided = job.Value with
        {
            State = isRejected ? CaptureState.Done : CaptureState.Applying,
            FinishedAt = isRejected ? clock.GetUtcNow() : null,
            Errors = Told(errors),
        };
        return await captures.SaveAsync(job, decided, cancellation)
            ?? throw new ConcurrentWriteException($"Capture {job.Value.Id}");
    }

    // Events of one id stay in their order: an error declaration follows what it is about.
    private async Task<(int Captured, List<InputFault> Errors)> ApplyAsync(
        CaptureJob job, IReadOnlyList<(string Pointer, ReadEvent Read)> read, EventOrigin origin,
        CancellationToken cancellation)
    {
        var refused = job.Errors.Select(error => error.Pointer).ToHashSet(StringComparer.Ordinal);
        var captured = 0;
        var late = new System.Collections.Concurrent.ConcurrentBag<InputFault>();
        var groups = read.Where(item => item.Read.Event is not null)
            .Where(item => !refused.Contains(EventFaults.At(item.Pointer, "eventID")))
            .GroupBy(item => item.Read.Event!.EventId, StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            groups,
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (group, stop) =>
            {
                foreach (var (pointer, item) in group)
                {
                    if (await store.CaptureAsync(item.Event!, origin, stop) == EventFate.Captured)
                    {
                        Interlocked.Increment(ref captured);
                    }
                    else
                    {
                        late.Add(CaptureDesk.Exists(pointer));
                    }
                }
            });
        return (captured, [.. late.OrderBy(error => error.Pointer, StringComparer.Ordinal)]);
    }

    private async Task FinishAsync(
        Marked<CaptureJob> job, int captured, List<InputFault> late, CancellationToken cancellation)
    {
        var done = job.Value with
        {
            State = CaptureState.Done,
            FinishedAt = clock.GetUtcNow(),
            Captured = captured,
            Errors = Told([.. job.Value.Errors, .. late]),
        };

        // When another worker was faster, the job says the same already.
        await captures.SaveAsync(job, done, cancellation);
    }

    // Those that keep an event out although it is right are needed to go on; they are as many as there are events.
    private static IReadOnlyList<InputFault> Told(IReadOnlyList<InputFault> errors) =>
    [
        .. errors.Where(CaptureDesk.IsExists).Take(EpcisRequest.MaxEvents),
        .. errors.Where(error => !CaptureDesk.IsExists(error)).Take(MostErrors),
    ];
}
