namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>An answer before it is written.</summary>
internal sealed record Reply(int Status)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public int SubStatus { get; init; }

    public double Charge { get; init; }

    public string? Etag { get; init; }

    public string? Continuation { get; init; }

    public string? Session { get; init; }

    public int? Count { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Path and <c>_rid</c> of the container that the session token is of.</summary>
    public (string Path, string Rid)? Owner { get; init; }
}
