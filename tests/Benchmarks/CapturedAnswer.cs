using System.Text.Json;

namespace TwistedThreads.Benchmarks;

/// <summary>A response of the shop, kept so that the bare endpoint can give the same bytes and headers.</summary>
/// <param name="Target">Path and query it was the answer to.</param>
internal sealed record CapturedAnswer(
    string Target, IReadOnlyList<CapturedHeader> Headers, bool IsChunked, byte[] Body)
{
    /// <summary>Kestrel writes these itself.</summary>
    private static readonly HashSet<string> Kestrels =
        new(StringComparer.OrdinalIgnoreCase) { "Date", "Server", "Content-Length", "Transfer-Encoding", "Connection" };

    public static async Task<IReadOnlyList<CapturedAnswer>> CaptureAsync(
        Uri server, IEnumerable<string> targets, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = server };
        var answers = new List<CapturedAnswer>();

        foreach (var target in targets)
        {
            answers.Add(await CaptureAsync(http, target, cancellation));
        }

        return answers;
    }

    public static async Task SaveAsync(string file, IEnumerable<CapturedAnswer> answers, CancellationToken cancellation)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, answers, cancellationToken: cancellation);
    }

    public static IReadOnlyList<CapturedAnswer> Load(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<CapturedAnswer[]>(stream) ?? [];
    }

    public bool IsSameAs(CapturedAnswer other) =>
        IsChunked == other.IsChunked
        && Body.AsSpan().SequenceEqual(other.Body)
        && Names(this).SetEquals(Names(other));

    public async Task WriteAsync(HttpResponse response)
    {
        foreach (var header in Headers)
        {
            response.Headers[header.Name] = header.Values;
        }

        response.ContentLength = IsChunked ? null : Body.Length;
        await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
    }

    private static HashSet<string> Names(CapturedAnswer answer) =>
        answer.Headers.Select(header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static async Task<CapturedAnswer> CaptureAsync(
        HttpClient http, string target, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(target, cancellation);
        answer.EnsureSuccessStatusCode();

        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !Kestrels.Contains(header.Key))
            .Select(header => new CapturedHeader(header.Key, [.. header.Value]));

        return new(
            target,
            [.. headers],
            answer.Headers.TransferEncodingChunked == true,
            await answer.Content.ReadAsByteArrayAsync(cancellation));
    }
}

internal sealed record CapturedHeader(string Name, string[] Values);
