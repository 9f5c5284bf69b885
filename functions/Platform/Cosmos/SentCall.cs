namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Notes what the client really sends for one batch. It repeats calls silently, in the same region or in the
/// next, and its diagnostics tell neither.</summary>
public sealed class SentCall
{
    private static readonly AsyncLocal<SentCall?> Running = new();
    private int _count;
    private volatile Uri? _last;

    /// <summary>Whether the batch was sent more than once.</summary>
    public bool IsRepeated => Volatile.Read(ref _count) > 1;

    /// <summary>Where it was sent last; null when it was not.</summary>
    public Uri? Last => _last;

    /// <summary>From here on, what the caller has sent is noted.</summary>
    public static SentCall Begin() => Running.Value = new SentCall();

    private void Note(Uri address)
    {
        _last = address;
        Interlocked.Increment(ref _count);
    }

    /// <summary>Sits between the client and the network.</summary>
    public sealed class Handler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(request);
            if (Running.Value is { } call && request.RequestUri is { } address
                && request.Method == HttpMethod.Post
                && address.AbsolutePath.EndsWith("/docs", StringComparison.Ordinal))
            {
                call.Note(address);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
