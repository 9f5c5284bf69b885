using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>What became of one invocation.</summary>
/// <param name="Fault">Null when it succeeded.</param>
public sealed record InvocationOutcome(string Function, string Id, string? Fault)
{
    public bool IsSuccess => Fault is null;
}

/// <summary>Posts envelopes to the handler and judges its answers as the host does.</summary>
/// <remarks>Azure/azure-functions-host: DefaultHttpWorkerService, HttpScriptInvocationResultExtensions.</remarks>
internal sealed class Invocations(Handler handler, HostJson host) : IDisposable
{
    public const string IdHeader = "X-Azure-Functions-InvocationId";
    public const string VersionHeader = "X-Azure-Functions-HostVersion";
    public const string Version = "4.1054.100";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 256,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ConcurrentQueue<InvocationOutcome> _outcomes = [];

    public IReadOnlyCollection<InvocationOutcome> Outcomes => _outcomes;

    public static string NewId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    /// <exception cref="OperationCanceledException">The host stops; nothing is known of the outcome.</exception>
    public async Task<InvocationOutcome> InvokeAsync(
        HostedFunction function, byte[] envelope, CancellationToken cancellation)
    {
        var process = await handler.ReadyAsync(cancellation);
        var id = NewId();
        using var timeout = new CancellationTokenSource(host.FunctionTimeout);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, process.Death, timeout.Token);
        string? fault;
        try
        {
            fault = await PostAsync(process, function, id, envelope, end.Token);
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            fault = timeout.IsCancellationRequested ? "timed out" : $"the handler was lost: {broken.Message}";
            if (timeout.IsCancellationRequested)
            {
                // One invocation too slow, and every other of this process ends with it.
                process.Kill();
            }
        }

        var outcome = new InvocationOutcome(function.Name, id, fault);
        _outcomes.Enqueue(outcome);
        return outcome;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> PostAsync(
        HandlerProcess process, HostedFunction function, string id, byte[] envelope, CancellationToken end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process.Address, "/" + function.Name))
        {
            Content = new UnmeasuredContent(envelope),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation(IdHeader, id);
        request.Headers.TryAddWithoutValidation(VersionHeader, Version);
        request.Headers.TryAddWithoutValidation("User-Agent", $"Azure-Functions-Host/{Version}");
        using var answer = await _http.SendAsync(request, end);
        if (!answer.IsSuccessStatusCode)
        {
            return $"answered {(int)answer.StatusCode}";
        }

        var text = await answer.Content.ReadAsStringAsync(end);
        if (text.Trim() is "" or "null")
        {
            // The host's own flaw: nothing completes the invocation any more.
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
        }

        return answer.Content.Headers.ContentType?.MediaType != "application/json" ? "answered other than JSON"
            : FaultIn(text);
    }

    private static string? FaultIn(string text)
    {
        try
        {
            var answer = JObject.Parse(text);
            return answer.GetValue("Outputs", StringComparison.OrdinalIgnoreCase) is not (null or JObject)
                ? "answered Outputs that are no object" : null;
        }
        catch (JsonException)
        {
            return "answered something unreadable";
        }
    }

    /// <summary>Content that nobody has measured, so that it goes out in chunks.</summary>
    private sealed class UnmeasuredContent : HttpContent
    {
        private readonly byte[] _bytes;

        public UnmeasuredContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
