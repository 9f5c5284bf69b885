using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>An engine with the faults of a distant service in front of it: on demand, one call after the other, or by a
/// seeded schedule that a failing test can play again. Safe for many threads.</summary>
public sealed class FaultyDocuments(IDocuments inner) : IDocuments
{
    private static readonly Fault[] Any =
        [Fault.Throttled, Fault.TimeoutBeforeCommit, Fault.TimeoutAfterCommit, Fault.StaleETag, Fault.RegionDown];

    private readonly Lock _gate = new();
    private readonly Queue<Fault> _commits = [];
    private readonly Queue<Fault> _reads = [];
    private Func<Fault> _schedule = static () => Fault.None;
    private int _down;

    /// <summary>Faults played so far.</summary>
    public int Played { get; private set; }

    /// <summary>What the next commits meet, in this order; the commits after them go through.</summary>
    public void OnCommits(params ReadOnlySpan<Fault> faults) => Enqueue(_commits, faults);

    /// <summary>What the next reads, queries and looks at the feed meet.</summary>
    public void OnReads(params ReadOnlySpan<Fault> faults) => Enqueue(_reads, faults);

    /// <summary>The next calls of any kind find nobody.</summary>
    public void GoDown(int calls)
    {
        lock (_gate)
        {
            _down = calls;
        }
    }

    /// <summary>Now each call meets a fault with this probability; the same seed gives the same faults.</summary>
    public void Plan(int seed, double probability)
    {
        var chance = new Generator(seed);
        lock (_gate)
        {
            _schedule = () => chance.Chance(probability) ? chance.OneOf(Any) : Fault.None;
        }
    }

    public void GoWell()
    {
        lock (_gate)
        {
            _schedule = static () => Fault.None;
            _down = 0;
            _commits.Clear();
            _reads.Clear();
        }
    }

    public async ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation)
    {
        Fail(Next(_reads));
        return await inner.ReadAsync(container, partitionKey, id, cancellation);
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation)
    {
        Fail(Next(_reads));
        return await inner.QueryAsync(query, cancellation);
    }

    public async ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation)
    {
        Fail(Next(_reads));
        return await inner.ReadChangesAsync(container, kind, cursor, limit, cancellation);
    }

    public async ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation)
    {
        Fail(Next(_reads));
        return await inner.FindCursorAsync(container, since, cancellation);
    }

    public async Task<BatchOutcome> CommitAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var fault = Next(_commits);
        if (fault == Fault.StaleETag)
        {
            await WriteInBetweenAsync(container, partitionKey, operations, cancellation);
        }
        else if (fault != Fault.TimeoutAfterCommit)
        {
            Fail(fault);
        }

        var outcome = await inner.CommitAsync(container, partitionKey, operations, cancellation);
        return fault == Fault.TimeoutAfterCommit ? throw new DocumentsTimeoutException() : outcome;
    }

    private static void Fail(Fault fault)
    {
        switch (fault)
        {
            case Fault.Throttled:
                throw new DocumentsThrottledException(TimeSpan.FromMilliseconds(20));
            case Fault.TimeoutBeforeCommit or Fault.TimeoutAfterCommit:
                throw new DocumentsTimeoutException();
            case Fault.RegionDown:
                throw new DocumentsUnavailableException();
            default:
                return;
        }
    }

    // Body and kind stay as they were; only the version is another. A time to live is not known here and gets lost.
    private async Task WriteInBetweenAsync(
        string container,
        string partitionKey,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        foreach (var operation in operations)
        {
            if (operation is DocumentOperation.Replace or DocumentOperation.Delete { IfMatch: not null }
                && await inner.ReadAsync(container, partitionKey, operation.Id, cancellation) is { } found)
            {
                await inner.CommitAsync(
                    container, partitionKey, [new DocumentOperation.Upsert(found.Id, found.Kind, found.Body.ToArray())],
                    cancellation);
            }
        }
    }

    private Fault Next(Queue<Fault> faults)
    {
        lock (_gate)
        {
            var fault = _down > 0 ? Fault.RegionDown : faults.TryDequeue(out var wanted) ? wanted : _schedule();
            _down = Math.Max(0, _down - 1);
            Played += fault == Fault.None ? 0 : 1;
            return fault;
        }
    }

    private void Enqueue(Queue<Fault> queue, ReadOnlySpan<Fault> faults)
    {
        lock (_gate)
        {
            foreach (var fault in faults)
            {
                queue.Enqueue(fault);
            }
        }
    }
}
