using System.Diagnostics;
using System.Globalization;

namespace TwistedThreads.Benchmarks.Intake;

/// <summary>One scanner at its pace: a batch falls due every so often, whether or not the last one was answered in
/// time, and its wait counts from the moment it was due.</summary>
internal sealed class Scanner(HttpClient http, string key, string location, IReadOnlyList<string> skus, int number)
{
    public const int EventsPerBatch = 25;
    private static readonly string[] Types = ["sale", "return", "receive"];
    private int _events;

    public Latencies Waits { get; } = new();

    public int Accepted { get; private set; }

    public async Task SendAsync(TimeSpan every, TimeSpan duration, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        for (var batch = 0; every * batch < duration; batch++)
        {
            var due = start + (long)((every * batch).TotalSeconds * Stopwatch.Frequency);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellation);
            }

            await SendAsync(batch, cancellation);
            Waits.Add(Stopwatch.GetTimestamp() - due);
        }
    }

    private async Task SendAsync(int batch, CancellationToken cancellation)
    {
        var body = new
        {
            batchId = $"b{number}-{batch}",
            events = Enumerable.Range(0, EventsPerBatch).Select(_ => Next()).ToArray(),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/scans")
        {
            Content = JsonContent.Create(body),
            Headers = { { "Device-Key", key } },
        };
        using var answer = await http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        var isWhole = text.Contains($"\"accepted\":{EventsPerBatch},", StringComparison.Ordinal);
        if ((int)answer.StatusCode != 202 || !isWhole)
        {
            throw new InvalidOperationException($"A batch was answered {(int)answer.StatusCode}: {text}");
        }

        Accepted += EventsPerBatch;
    }

    private object Next()
    {
        var index = _events++;
        return new
        {
            eventId = $"e{number}-{index}",
            type = Types[index % Types.Length],
            occurredAt = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            location,
            code = skus[((index * 7) + (number * 131)) % skus.Count],
            quantity = 1,
        };
    }
}
