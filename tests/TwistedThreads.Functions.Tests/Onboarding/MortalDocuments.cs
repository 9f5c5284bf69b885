using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Onboarding;

/// <summary>A store whose process can be killed at any of its writes; from then on nothing takes effect until another
/// process begins.</summary>
internal sealed class MortalDocuments(IDocuments inner) : IDocuments
{
    private int _left = int.MaxValue;
    private bool _after;
    private bool _isDead;

    /// <summary>Whether a kill has happened.</summary>
    public bool WasKilled { get; private set; }

    /// <param name="commit">0 is the very next one.</param>
    /// <param name="afterEffect">Whether it is written by then.</param>
    public void Kill(int commit, bool afterEffect) => (_left, _after) = (commit, afterEffect);

    public void Revive() => (_left, _isDead) = (int.MaxValue, false);

    public ValueTask<Document?> ReadAsync(
        string container, string partitionKey, string id, CancellationToken cancellation) =>
        Alive.ReadAsync(container, partitionKey, id, cancellation);

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation) =>
        Alive.QueryAsync(query, cancellation);

    public ValueTask<ChangePage> ReadChangesAsync(
        string container, string? kind, string? cursor, int limit, CancellationToken cancellation) =>
        Alive.ReadChangesAsync(container, kind, cursor, limit, cancellation);

    public ValueTask<string> FindCursorAsync(
        string container, DateTimeOffset? since, CancellationToken cancellation) =>
        Alive.FindCursorAsync(container, since, cancellation);

    public async Task<BatchOutcome> CommitAsync(
        string container, string partitionKey, IReadOnlyList<DocumentOperation> operations,
        CancellationToken cancellation)
    {
        var isLast = _left-- == 0;
        if (isLast && !_after)
        {
            Die();
        }

        var outcome = await Alive.CommitAsync(container, partitionKey, operations, cancellation);
        if (isLast)
        {
            Die();
        }

        return outcome;
    }

    private IDocuments Alive => _isDead ? throw new ProcessKilledException() : inner;

    private void Die()
    {
        (_isDead, WasKilled) = (true, true);
        throw new ProcessKilledException();
    }
}
