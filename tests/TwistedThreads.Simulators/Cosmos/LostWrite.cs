namespace TwistedThreads.Simulators.Cosmos;

/// <summary>
/// A write that was acknowledged by a region which was lost before it could be replicated. The service puts such
/// writes into the conflict feed when the region returns.
/// </summary>
/// <param name="Container">Name of the container.</param>
/// <param name="PartitionKey">As JSON.</param>
/// <param name="Id">The item.</param>
/// <param name="Etag">Of the lost version.</param>
/// <param name="Body">The lost version; null where it was a deletion.</param>
public sealed record LostWrite(string Container, string PartitionKey, string Id, string Etag, string? Body);
