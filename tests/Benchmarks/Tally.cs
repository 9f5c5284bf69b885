namespace TwistedThreads.Benchmarks;

/// <summary>What came back from a volley.</summary>
internal sealed record Tally
{
    public Latencies Latencies { get; } = new();

    public int Answered { get; set; }

    public int Failed { get; private set; }

    /// <summary>Status and beginning of the first answer that was not the expected one.</summary>
    public string? FirstFailure { get; private set; }

    public TimeSpan Elapsed { get; init; }

    public void Fail(int status, string body)
    {
        Failed++;
        FirstFailure ??= $"{status} {body[..Math.Min(body.Length, 300)]}";
    }
}
