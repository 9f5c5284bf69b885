namespace TwistedThreads.Benchmarks;

/// <summary>Sees a response while the clock runs: keep what is needed, read it later.</summary>
internal delegate void AnswerSeen(int request, int status, ReadOnlySpan<byte> body);

/// <summary>What to send, how fast and for how long.</summary>
internal sealed record Volley(IReadOnlyList<byte[]> Requests)
{
    /// <summary>How long to go on at most.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Each request is sent once; otherwise round and round until the time is over.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Requests per second, whatever the server does; null sends the next when one is answered.</summary>
    public int? PerSecond { get; init; }

    public int Expected { get; init; } = StatusCodes.Status200OK;

    public AnswerSeen? Seen { get; init; }
}
