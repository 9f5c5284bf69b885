using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Works on a capture job: judges all events first, writes down what is decided, then takes the good ones in.
/// Killed anywhere, the next attempt goes on: a decision that is written down is not made again.</summary>
public sealed class ProcessCapture(CaptureStore captures, CaptureDesk desk, TimeProvider clock)
{
    private const int Writers = 8;
    private const int MostErrors = 200;
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

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
        var events = document.Events.Select((item, index) => new Judged(
            index, item.Pointer, desk.Judge(item.Json, item.Pointer, document, job.Value.Order.BoundTo))).ToList();
        if (job.Value.State == CaptureState.Waiting)
        {
            job = await DecideAsync(job, events, cancellation);
        }

        if (job.Value.State == CaptureState.Applying)
        {
            await ApplyAsync(job, events, cancellation);
        }
    }

    // The decision and the errors are on disk before the first event is.
    private async Task<Marked<CaptureJob>> DecideAsync(
        Marked<CaptureJob> job, List<Judged> events, CancellationToken cancellation)
    {
        var faults = await FaultsAsync(job.Value, events, cancellation);
        var isRejected = job.Value.Order.IsAllOrNothing && faults.Count > 0;
        var decided = job.Value with
        {
            State = isRejected ? CaptureState.Done : CaptureState.Applying,
            FinishedAt = isRejected ? clock.GetUtcNow() : null,
            LeftOut = [.. faults.Select(fault => fault.Index).Distinct()],
            Errors = [.. faults.Select(fault => fault.Fault).Take(MostErrors)],
        };
        return await captures.SaveAsync(job, decided, cancellation)
            ?? throw new ConcurrentWriteException($"Capture {job.Value.Id}");
    }

    private async Task<List<(int Index, InputFault Fault)>> FaultsAsync(
        CaptureJob job, List<Judged> events, CancellationToken cancellation)
    {
        var origin = EventOrigin.Capture(job.Id);
        var faults = new List<(int, InputFault)>();
        var seen = new HashSet<EventKey>();
        foreach (var (index, pointer, read) in events)
        {
            faults.AddRange(read.Faults.Select(fault => (index, fault)));
            if (read.Event is not { } happened)
            {
                continue;
            }

            var fault = seen.Add(EventKey.Of(happened.EventId, happened.IsErrorDeclaration))
                ? await desk.ClashOfAsync(happened, pointer, job.Order.BoundTo, origin, cancellation)
                : CaptureDesk.Exists(pointer);
            if (fault is not null)
            {
                faults.Add((index, fault));
            }
        }

        return faults;
    }

    // Events of one id stay in their order: an error declaration follows what it is about.
    private async Task ApplyAsync(Marked<CaptureJob> job, List<Judged> events, CancellationToken cancellation)
    {
        var origin = EventOrigin.Capture(job.Value.Id);
        var late = new System.Collections.Concurrent.ConcurrentBag<(int Index, InputFault Fault)>();
        var wanted = events.ExceptBy(job.Value.LeftOut, item => item.Index).ToList();
        await Parallel.ForEachAsync(
            wanted.GroupBy(item => item.Read.Event!.EventId, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation },
            async (group, stop) =>
            {
                foreach (var (index, pointer, read) in group)
                {
                    var fate = await PatientlyAsync(
                        () => desk.CaptureAsync(read.Event!, origin, job.Value.Order.By, stop), stop);
                    if (fate == EventFate.Exists)
                    {
                        late.Add((index, CaptureDesk.Exists(pointer)));
                    }
                }
            });
        var done = job.Value with
        {
            State = CaptureState.Done,
            FinishedAt = clock.GetUtcNow(),
            Captured = wanted.Count - late.Count,
            LeftOut = [.. job.Value.LeftOut.Concat(late.Select(fault => fault.Index)).Order()],
            Errors =
            [
                .. job.Value.Errors
                    .Concat(late.OrderBy(fault => fault.Index).Select(fault => fault.Fault)).Take(MostErrors),
            ],
        };

        // When another worker was faster, the job says the same already.
        await captures.SaveAsync(job, done, cancellation);
    }

    // One event's bad luck does not send all others round again: a job has many events and few deliveries.
    private static async Task<EventFate> PatientlyAsync(Func<Task<EventFate>> capture, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await capture();
            }
            catch (DocumentsException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private sealed record Judged(int Index, string Pointer, ReadEvent Read);
}
