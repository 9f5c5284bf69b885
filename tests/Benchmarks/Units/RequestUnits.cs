using System.Diagnostics;
using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Benchmarks.Units;

/// <summary>What the shop costs on Azure, in the request units that the simulated account charges by the service's
/// published rules: carts, checkouts, fulfilment by scans, and waiting.</summary>
internal sealed class RequestUnits
{
    public const string Command = "request-units";
    private const int Orders = 5;
    private const string Location = "WH1";
    private const string Sku = "TEE-CREW-NAVY-M";
    private const string After = ", what follows";
    private const string Never = "0 0 5 1 1 *";

    // Timers keep the meter running: a write for every ten seconds.
    private const double UsageWrites = 360;
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(30);
    private static readonly string[] ScanKinds = ["pick", "pack", "ship"];

    private readonly SimulatedCloud _cloud;
    private readonly Till _till;
    private readonly ShopClient _shop;
    private readonly ScannerCrew _crew;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, Charges> _sums = new(StringComparer.Ordinal);
    private Charges _metering = Charges.None;

    private RequestUnits(SimulatedCloud cloud, ShopClient shop, CancellationToken cancellation)
    {
        (_cloud, _shop, _cancellation) = (cloud, shop, cancellation);
        _till = new Till(cloud);
        _crew = new ScannerCrew(shop, new Staff(shop));
    }

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var package = await PublishedPackage.FolderAsync(cancellation);
        var quiet = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ReopenStrandedCartsSchedule"] = Never,
            ["ReleaseExpiredReservationsSchedule"] = Never,
            ["ProveStockSchedule"] = Never,
            ["RemindMoveInsSchedule"] = Never,
            ["TendDropsSchedule"] = Never,
            ["ForecastDemandSchedule"] = Never,
        };
        await using var cloud = await SimulatedCloud.StartAsync(
            new CloudOptions(package) { Settings = quiet }, cancellation);

        // One instance, so that all it costs is its own; the second region stays as the one that confirms.
        cloud.Front.IsProbing = false;
        await cloud.Regions[1].KillAsync();
        using var shop = new ShopClient(cloud.Front.Address);
        await new RequestUnits(cloud, shop, cancellation).PlayAllAsync();
    }

    private async Task PlayAllAsync()
    {
        await WarmUpAsync();
        var waiting = await WaitAsync();
        var before = _till.Now;
        for (var order = 1; order <= Orders; order++)
        {
            await Console.Error.WriteLineAsync($"... order {order} of {Orders}");
            await PlayAsync();
        }

        _metering = (_till.Now - before).Where(Till.IsMeter) * (1.0 / Orders);

        var timers = new List<(string Name, Charges Hour)>();
        foreach (var (name, perHour) in new[]
        {
            ("ReopenStrandedCarts", 720), ("ReleaseExpiredReservations", 240), ("TendDrops", 240),
            ("ForecastDemand", 1.0 / 24),
        })
        {
            timers.Add(($"timer {name}", await FireAsync(name) * perHour));
        }

        Print(waiting, timers);
    }

    // Connections, the scanner, the block of order numbers: not again for each order.
    private async Task WarmUpAsync()
    {
        var placed = await (await Shopper.AtTheTillAsync(_shop, (Sku, 1))).BuyAsync();
        await _crew.ShipAsync(placed.Required("id"), Location);
        await _till.RestsAsync(_cancellation);
    }

    private async Task<Charges> WaitAsync()
    {
        await Console.Error.WriteLineAsync("... waiting");
        var (before, start) = (_till.Now, Stopwatch.GetTimestamp());
        await Task.Delay(Waiting, _cancellation);
        var waited = _till.Now - before;
        _till.Idle = waited * (1 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        return _till.Idle * 3600;
    }

    private async Task PlayAsync()
    {
        var shopper = await MeasureAsync("cart: open", () => Shopper.ArriveAsync(_shop));
        await MeasureAsync("cart: add a line", () => shopper.AddAsync(Sku, 1));
        await MeasureAsync("cart: shipping", shopper.ShipHomeAsync);
        var placed = await MeasureAsync("checkout", () => shopper.BuyAsync(), "carts", "batch");
        var order = placed.Required("id");
        foreach (var kind in ScanKinds)
        {
            var tasks = await MeasureAsync("task list", () => _crew.OpenTasksAsync(Location));
            var task = tasks.Single(task => task.OrderId == order && task.Kind == kind);
            var answer = await MeasureAsync(
                $"scan: {kind}",
                () => _crew.SendAsync(Location, Unique.Key(), [task.Scan(Location)]),
                "orders",
                kind == "pack" ? "point-read" : "batch");
            answer.Expect(202);
        }
    }

    private async Task<T> MeasureAsync<T>(
        string name, Func<Task<T>> act, string? container = null, string operation = "batch")
    {
        var deed = await _till.MeasureAsync(act, container, operation, 1, _cancellation);
        Add(name, deed.Request);
        Add(name + After, deed.After);
        return deed.Answer;
    }

    private async Task<Charges> FireAsync(string timer)
    {
        await Console.Error.WriteLineAsync($"... {timer}");
        var deed = await _till.MeasureAsync(
            () => _cloud.Regions[0].Host!.FireTimerAsync(timer, _cancellation), null, "", 0, _cancellation);
        return (deed.Request + deed.After).Where(kind => !Till.IsPoll(kind));
    }

    private void Add(string name, Charges charges) =>
        _sums[name] = _sums.GetValueOrDefault(name, Charges.None) + (charges * (1.0 / Orders));

    private Charges Whole(params string[] names) => names
        .SelectMany(name => new[] { name, name + After })
        .Aggregate(Charges.None, (sum, name) => sum + _sums.GetValueOrDefault(name, Charges.None))
        .AtLeastNothing();

    private void Print(Charges waiting, IReadOnlyList<(string Name, Charges Hour)> timers)
    {
        string[] cart = ["cart: open", "cart: add a line", "cart: shipping"];
        string[] scans = [.. ScanKinds.Select(kind => $"scan: {kind}")];
        (string Name, Charges Charges)[] paths =
        [
            ("cart: open, line, shipping", Whole(cart)),
            ("checkout, until its answer", _sums["checkout"]),
            ("allocation, after the answer", _sums["checkout" + After].AtLeastNothing()),
            .. scans.Select(scan => (scan + ", with its effects", Whole(scan))),
            ("scan, on average", Whole(scans) * (1.0 / 3)),
            ("list of tasks", Whole("task list") * (1.0 / 3)),
            ("whole order, without lists of tasks", Whole([.. cart, "checkout", .. scans])),
            ("metering of an order that is alone", _metering),
        ];
        (string Name, Charges Charges)[] hours =
        [
            ("an hour of waiting: feeds and leases", waiting),
            ("an hour of metering", _metering * (UsageWrites / _metering.Lines.Sum(line => line.Count))),
            .. timers.Where(timer => !timer.Name.EndsWith("ForecastDemand", StringComparison.Ordinal)),
            ("forecast, once a night", timers[^1].Hour * 24),
        ];
        Console.WriteLine(string.Join(Environment.NewLine, (string[])
        [
            "# Request units", "", $"Means of {Orders} orders of one line; replication lag 20 ms.", "",
            .. UnitReport.Paths(paths),
            .. paths.SelectMany(path => UnitReport.Split(path.Name, path.Charges)),
            .. hours.SelectMany(hour => UnitReport.Split(hour.Name, hour.Charges)),
        ]));
    }
}
