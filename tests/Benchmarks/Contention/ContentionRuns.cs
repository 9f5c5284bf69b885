using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Benchmarks.Contention;

/// <summary>A cold SKU and a drop under the same rush, side by side, on both engines.</summary>
internal static class ContentionRuns
{
    public const string Command = "contention";
    private const int Runs = 3;
    private const int PhysicalPartitions = 4;

    // The most that one logical partition may have. Source: Azure Cosmos DB service quotas, Microsoft Learn.
    private const double PartitionUnits = 10_000;

    // What a small shop pays for: here it is the store and not this machine that is short.
    private const double SmallUnits = 1_000;

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("contention-");
        try
        {
            Console.WriteLine(string.Join(Environment.NewLine, (string[])
            [
                "# Contention", "",
                Line($"{Rush.Buyers:#,0} buyers of one piece each, {Rush.Pieces} pieces, {Rush.AtOnce} at once."),
                Line($"A drop has {Rush.Buckets} buckets. Least / median / most of {Runs} runs."), "",
                .. Machine.Describe(folder.FullName), "",
                "| store | SKU | held | held/s | refused/s | seconds | reads a buyer | writes a buyer "
                + "| writes refused | pauses | load before |",
                "|---|---|---|--:|--:|--:|--:|--:|--:|--:|---|",
            ]));
            await OnSqliteAsync(folder.FullName, cancellation);
            foreach (var units in (double[])[PartitionUnits, SmallUnits])
            {
                await OnCosmosAsync(units, cancellation);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task OnSqliteAsync(string folder, CancellationToken cancellation)
    {
        await using var file = SqliteFile.Open(folder);
        var documents = new SqliteDocuments(file, [StockStore.Container], TimeProvider.System);
        await file.MigrateAsync(documents.Schema, cancellation);
        await MeasureAsync("SQLite", documents, cancellation);
    }

    private static async Task OnCosmosAsync(double units, CancellationToken cancellation)
    {
        await using var account = await CosmosAccount.StartAsync(
            new CosmosAccountOptions
            {
                PartitionsPerContainer = PhysicalPartitions,
                RequestUnitsPerSecond = units,
            },
            cancellation);
        using var connection = CosmosConnection.To(
            account.ConnectionString,
            new CosmosOptions { Database = "shop", PreferredRegions = [.. account.Regions.Keys] },
            TimeProvider.System, NullLogger.Instance);
        using var second = new SecondRegion(connection, TimeProvider.System, NullLogger<SecondRegion>.Instance);
        await CosmosSchema.EnsureAsync(connection, [StockStore.Container], cancellation);
        var documents = new CosmosDocuments(connection, second, [StockStore.Container], TimeProvider.System);
        await MeasureAsync(
            Line($"Cosmos DB, simulated, {PhysicalPartitions} × {units:#,0} RU/s"), documents, cancellation);
    }

    private static async Task MeasureAsync(string store, IDocuments documents, CancellationToken cancellation)
    {
        var results = new Dictionary<bool, List<RushResult>> { [false] = [], [true] = [] };
        var loads = new Dictionary<bool, string> { [false] = Machine.Load(), [true] = Machine.Load() };
        for (var run = 0; run < Runs; run++)
        {
            foreach (var isDrop in (bool[])[false, true])
            {
                await Console.Error.WriteLineAsync($"... {store}, {Name(isDrop)}, run {run + 1}, {Machine.Load()}");
                var sku = Sku.Parse(Line($"RUSH-{Name(isDrop).ToUpperInvariant()}-{run}"));
                results[isDrop].Add(await new Rush(documents, sku).RunAsync(isDrop, cancellation));
            }
        }

        foreach (var (isDrop, rushes) in results)
        {
            Console.WriteLine(string.Join(" | ",
            [
                $"| {store}", Name(isDrop), Spread(rushes, rush => rush.Reserved),
                Spread(rushes, rush => rush.ReservedPerSecond), Spread(rushes, rush => rush.RefusedPerSecond),
                Spread(rushes, rush => rush.Whole.TotalSeconds, "0.0"),
                Spread(rushes, rush => (double)rush.Reads / Rush.Buyers, "0.00"),
                Spread(rushes, rush => (double)rush.Writes / Rush.Buyers, "0.00"),
                Spread(rushes, rush => rush.RefusedWrites), Spread(rushes, rush => rush.Pauses),
                $"{loads[isDrop]} |",
            ]));
        }
    }

    private static string Name(bool isDrop) => isDrop ? "drop" : "cold";

    private static string Spread(List<RushResult> rushes, Func<RushResult, double> value, string format = "#,0")
    {
        var sorted = rushes.Select(value).Order().ToList();
        return string.Join(
            " / ", ((double[])[sorted[0], sorted[sorted.Count / 2], sorted[^1]])
                .Select(number => number.ToString(format, CultureInfo.InvariantCulture)));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
