using System.Reflection;

namespace TwistedThreads.Benchmarks;

/// <summary>Opens the shop and its bare shadow, lets the stages run and prints what they found.</summary>
internal static class Benchmark
{
    private static readonly string Own = Assembly.GetExecutingAssembly().Location;

    public static async Task RunAsync(BenchmarkOptions options, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("twisted-threads-benchmark-").FullName;

        try
        {
            Print(["# Benchmark", "", .. Machine.Describe(folder), $"- load average before: {Machine.Load()}"]);
            await RunAsync(options, folder, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(BenchmarkOptions options, string folder, CancellationToken cancellation)
    {
        using var shop = await ServerProcess.StartAsync(
            Path.Combine(folder, "shop.log"), [options.Shop], ["--data", Path.Combine(folder, "data")], cancellation);
        var opened = shop.Memory();
        var floor = await ShopFloor.VisitAsync(shop.Address, cancellation);
        using var run = new BenchmarkRun(options, shop, floor);

        var stopped = await StagesAsync(
            run, options, () => BareAsync(options, shop, floor, folder, cancellation), cancellation);
        await shop.SettleAsync(CancellationToken.None);
        var after = shop.Memory();

        Print([
            $"- load average after: {Machine.Load()}; {options.Connections} connections, {floor.Skus.Count} SKUs",
            "",
            .. Report.Rows(run.Rows),
            "",
            $"- ready after {shop.ReadyAfter.TotalSeconds:0.00} s (target: under 3), {opened.Resident:0} MiB resident",
            $"- after the run **{after.Resident:0} MiB** resident (target: at most 250), {after.Anonymous:0} of it "
                + $"anonymous; at its highest {after.Peak:0}",
            .. stopped is null ? [] : new[] { "- **stopped before its end**: " + stopped },
            .. Report.Failures(run.Rows),
        ]);
    }

    /// <returns>Why the run ended early, or null: what was measured until then is worth printing.</returns>
    private static async Task<string?> StagesAsync(
        BenchmarkRun run, BenchmarkOptions options, Func<Task<ServerProcess>> openBare, CancellationToken cancellation)
    {
        try
        {
            if (options.Wants("list", "detail"))
            {
                using var bare = await openBare();
                await run.BrowseAsync(bare, cancellation);
            }

            await run.BuyAsync(cancellation);
            return null;
        }
        catch (Exception reason) when (reason is TimeoutException or OperationCanceledException or InvalidDataException)
        {
            return reason.Message;
        }
    }

    private static async Task<ServerProcess> BareAsync(
        BenchmarkOptions options, ServerProcess shop, ShopFloor floor, string folder, CancellationToken cancellation)
    {
        string[] targets = ["/api/products", .. floor.Slugs.Select(slug => "/api/products/" + slug)];
        var answers = Path.Combine(folder, "answers.json");
        var ours = await CapturedAnswer.CaptureAsync(shop.Address, targets, cancellation);
        await CapturedAnswer.SaveAsync(answers, ours, cancellation);

        // The same garbage collector and compiler settings: what differs is the shop alone.
        var settings = Path.ChangeExtension(options.Shop, "runtimeconfig.json");
        string[] command = ["exec", "--runtimeconfig", settings, Own, "bare"];
        var bare = await ServerProcess.StartAsync(
            Path.Combine(folder, "bare.log"), command, ["--answers", answers], cancellation);
        var theirs = await CapturedAnswer.CaptureAsync(bare.Address, targets, cancellation);
        return ours.Zip(theirs).All(pair => pair.First.IsSameAs(pair.Second))
            ? bare
            : throw new InvalidDataException("The bare endpoint does not answer as the shop does.");
    }

    private static void Print(IEnumerable<string> lines) => Console.WriteLine(string.Join(Environment.NewLine, lines));
}
