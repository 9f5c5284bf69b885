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

    /// <summary>For the log.</summary>
    public string Operation { get; init; } = "metadata";

    /// <summary>For the log.</summary>
    public string Container { get; init; } = "";
}
