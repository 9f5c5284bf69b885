using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace TwistedThreads.Benchmarks.Intake;

/// <summary>Six scanners send 20,000 events a minute for three minutes while the shop is browsed. Every batch is on
/// disk when it is answered, and every event is booked in the end.</summary>
internal static class ScanIntake
{
    public const string Command = "scan-intake";
    private const int Devices = 6;
    private const int EventsPerMinute = 20_000;
    private const int Browsers = 4;
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BrowsePause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Locations = ["WH1", "BER", "HAM", "MUC", "CGN", "VIE"];

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("scan-intake-").FullName;
        try
        {
            using var shop = await ServerProcess.StartAsync(
                Path.Combine(folder, "log"), [BenchmarkOptions.Parse([]).Shop],
                ["--data", Path.Combine(folder, "data")], cancellation);
            await MeasureAsync(shop, folder, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(ServerProcess shop, string folder, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = shop.Address };
        using var outside = new HttpClient { BaseAddress = shop.Address };
        var floor = await ShopFloor.VisitAsync(shop.Address, cancellation);
        await SignInAsync(http, cancellation);
        var before = await MovementsAsync(http, cancellation);
        var scanners = new List<Scanner>();
        for (var number = 0; number < Devices; number++)
        {
            var key = await EnrolAsync(http, Locations[number], cancellation);
            scanners.Add(new Scanner(outside, key, Locations[number], floor.Skus, number));
        }

        foreach (var line in Machine.Describe(folder))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"- load before: {Machine.Load()}");
        var every = TimeSpan.FromMinutes((double)Devices * Scanner.EventsPerBatch / EventsPerMinute);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var browsing = Enumerable.Range(0, Browsers).Select(_ => BrowseAsync(outside, floor, closing.Token)).ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(scanners.Select(scanner => scanner.SendAsync(every, Duration, cancellation)));
        var elapsed = watch.Elapsed;
        await closing.CancelAsync();
        var pages = await Task.WhenAll(browsing);
        var booked = await UntilBookedAsync(http, before, scanners.Sum(scanner => scanner.Accepted), cancellation);
        Print(scanners, elapsed, pages, booked, shop);
    }

    private static void Print(
        IReadOnlyList<Scanner> scanners, TimeSpan elapsed, IReadOnlyList<Latencies> pages, TimeSpan booked,
        ServerProcess shop)
    {
        var (waits, browsed) = (new Latencies(), new Latencies());
        foreach (var scanner in scanners)
        {
            waits.Add(scanner.Waits);
        }

        foreach (var page in pages)
        {
            browsed.Add(page);
        }

        var accepted = scanners.Sum(scanner => scanner.Accepted);
        Console.WriteLine($"""
            - scans accepted: {accepted} in {elapsed.TotalSeconds:0.0} s, {accepted / elapsed.TotalMinutes:0} a minute
            - answers, {Scanner.EventsPerBatch} events each: {Waits(waits)}
            - all booked {booked.TotalSeconds:0.0} s after the last answer
            - browsed: {browsed.Count / elapsed.TotalSeconds:0} pages a second, {Waits(browsed)}
            - resident {shop.Memory().Resident:0} MiB
            - load after: {Machine.Load()}
            """);
    }

    private static string Waits(Latencies waits) =>
        $"p50 {Milliseconds(waits, 0.5)}, p99 {Milliseconds(waits, 0.99)}, longest {Milliseconds(waits, 1)} ms";

    private static string Milliseconds(Latencies waits, double fraction) =>
        FormattableString.Invariant($"{waits.Quantile(fraction).TotalMilliseconds:0.0}");

    private static async Task<Latencies> BrowseAsync(HttpClient http, ShopFloor floor, CancellationToken closing)
    {
        var waits = new Latencies();
        for (var page = 0; !closing.IsCancellationRequested; page++)
        {
            var path = (page % 3) switch
            {
                0 => "/api/products?limit=24",
                1 => "/api/products/" + floor.Slugs[page % floor.Slugs.Count],
                _ => "/api/search?q=" + floor.Terms[page % floor.Terms.Count],
            };
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(path, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            waits.Add(Stopwatch.GetTimestamp() - start);
            await Task.Delay(BrowsePause, CancellationToken.None);
        }

        return waits;
    }

    private static async Task<TimeSpan> UntilBookedAsync(
        HttpClient http, long before, int accepted, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (await MovementsAsync(http, cancellation) < before + accepted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        }

        return watch.Elapsed;
    }

    private static async Task<long> MovementsAsync(HttpClient http, CancellationToken cancellation)
    {
        var proof = await http.GetFromJsonAsync<JsonElement>("/api/stock/proof", cancellation);
        return proof.GetProperty("movements").GetInt64();
    }

    private static async Task SignInAsync(HttpClient http, CancellationToken cancellation)
    {
        var person = new { name = "benchmark", roles = new[] { "operator" } };
        using var answer = await http.PostAsJsonAsync("/api/dev/sign-in", person, cancellation);
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
    }

    private static async Task<string> EnrolAsync(HttpClient http, string location, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync("/api/dev/devices", new { location }, cancellation);
        var device = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return device.GetProperty("key").GetString()!;
    }
}
