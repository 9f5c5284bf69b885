namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>What one request wrote: one sequence number, however many items.</summary>
internal sealed record Commit(long Lsn, DateTimeOffset At, IReadOnlyList<Item> Items);
