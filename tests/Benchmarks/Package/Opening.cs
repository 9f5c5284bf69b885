using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Benchmarks.Package;

/// <summary>What is deployed: how large it is, how soon it answers the host with the sample shop on the books, and what
/// memory it takes.</summary>
internal static class Opening
{
    public const string Command = "package";
    private const int Starts = 5;
    private const int Pages = 200;
    private const double Mebibyte = 1024 * 1024;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var package = await PublishedPackage.FolderAsync(cancellation);
        Print(["# Package", "", .. Size(package), ""]);
        await using var cloud = await SimulatedCloud.StartAsync(new CloudOptions(package), cancellation);
        var options = cloud.Regions[0].Options;
        cloud.Front.IsProbing = false;
        foreach (var region in cloud.Regions)
        {
            await region.KillAsync();
        }

        var lives = new List<(TimeSpan Answered, TimeSpan Ready, TimeSpan Processor)>();
        for (var start = 1; start <= Starts; start++)
        {
            await Console.Error.WriteLineAsync($"... start {start} of {Starts}");
            cloud.Cosmos.Log.Reset();
            using var life = await HandlerStart.RunAsync(options, cancellation);
            lives.Add((life.Answered, life.Ready, life.Processor));
            if (start == Starts)
            {
                Print([.. Times(lives), "", .. Requests(cloud), "", .. await MemoryAsync(life, cancellation)]);
            }
        }
    }

    private static IEnumerable<string> Size(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        var zip = Path.Combine(Path.GetTempPath(), Unique.Key() + ".zip");
        try
        {
            ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.Optimal, includeBaseDirectory: false);
            yield return Line(
                $"- {files.Length} files, {files.Sum(file => file.Length) / Mebibyte:0.0} MiB unpacked, ",
                $"{new FileInfo(zip).Length / Mebibyte:0.0} MiB zipped");
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private static IEnumerable<string> Times(
        IReadOnlyList<(TimeSpan Answered, TimeSpan Ready, TimeSpan Processor)> lives) =>
    [
        $"| {Starts} starts, s | least | median | most |",
        "|---|--:|--:|--:|",
        Row("first answer on `GET /` (target: under 1.5)", lives.Select(life => life.Answered)),
        Row("`/api/health/ready`", lives.Select(life => life.Ready)),
        Row("processor time of ours until then", lives.Select(life => life.Processor)),
    ];

    private static string Row(string name, IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().Select(time => time.TotalSeconds).ToList();
        return Line($"| {name} | {sorted[0]:0.00} | {sorted[sorted.Count / 2]:0.00} | {sorted[^1]:0.00} |");
    }

    private static IEnumerable<string> Requests(SimulatedCloud cloud) => cloud.Cosmos.Log.Counts.Select(count => Line(
        $"- {count.Kind.Operation} of {count.Kind.Container}: {count.Count}, {count.Charge:0.0} request units"));

    private static async Task<IEnumerable<string>> MemoryAsync(HandlerStart life, CancellationToken cancellation)
    {
        await Task.Delay(Settle, cancellation);
        var opened = life.Memory;
        var list = JsonNode.Parse(await life.GetAsync("/api/products?limit=24", cancellation))!;
        var slugs = list.Items().Select(product => product.Required("slug")).ToList();
        for (var page = 1; page < Pages; page++)
        {
            await life.GetAsync("/api/products/" + slugs[page % slugs.Count], cancellation);
        }

        return [Say("open", opened), Say($"after {Pages} pages", life.Memory)];
    }

    private static string Say(string when, Memory memory) =>
        Line($"- {when}: {memory.Resident:0} MiB resident, {memory.Peak:0} at its highest");

    private static string Line(params FormattableString[] parts) =>
        string.Concat(parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));

    private static void Print(IEnumerable<string> lines) => Console.WriteLine(string.Join(Environment.NewLine, lines));
}
