using System.Diagnostics;

namespace TwistedThreads.Benchmarks;

/// <summary>The stages in their order, each on a shop that has come to rest.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options, ServerProcess shop, ShopFloor floor) : IDisposable
{
    private const int WarmUpCheckouts = 3000;
    private const int WatchedOneIn = 10;

    private readonly Cashier _cashier = new(shop, options);
    private readonly LoadClient _asking = new(shop.Address, 8);

    public List<Measured> Rows { get; } = [];

    public async Task BrowseAsync(ServerProcess bare, CancellationToken cancellation)
    {
        byte[][] list = [Requests.Get("/api/products")];
        byte[][] details = [.. floor.Slugs.Select(slug => Requests.Get("/api/products/" + slug))];

        foreach (var (stage, requests) in new[] { ("list", list), ("detail", details) })
        {
            if (!options.Wants(stage))
            {
                continue;
            }

            WarmUp(shop, requests);
            WarmUp(bare, requests);
            await shop.SettleAsync(cancellation);
            Rows.AddRange(Duel.Run("product " + stage, requests, shop, bare, options));
        }
    }

    /// <summary>From the search to the order, as far as wanted.</summary>
    public async Task BuyAsync(CancellationToken cancellation)
    {
        if (options.Wants("search"))
        {
            Search();
        }

        if (options.Wants("cart", "checkout", "hot", "paced"))
        {
            await WarmUpCheckoutAsync(cancellation);
        }

        if (options.Wants("cart", "checkout"))
        {
            await CheckOutAsync(cancellation);
        }

        if (options.Wants("hot"))
        {
            await CheckOutWantedAsync(cancellation);
        }

        if (options.Wants("paced"))
        {
            await CheckOutPacedAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _cashier.Dispose();
        _asking.Dispose();
    }

    private void Search()
    {
        byte[][] searches = [.. floor.Terms.Select(term => Requests.Get("/api/search?q=" + term))];
        WarmUp(shop, searches);
        using var stage = new Stage(shop, options.Connections);
        Rows.Add(stage.Measure("search", new(searches) { Duration = options.Stage }));
    }

    private async Task WarmUpCheckoutAsync(CancellationToken cancellation)
    {
        var (_, orders) = _cashier.CheckOut("warm-up", _cashier.Fill(WarmUpCheckouts, floor.Skus));
        await new Backlog(_asking).WorkedOffAsync(orders, cancellation);
        await shop.SettleAsync(cancellation);
    }

    private async Task CheckOutAsync(CancellationToken cancellation)
    {
        var carts = _cashier.Fill(options.Checkouts, floor.Skus);
        Rows.AddRange(options.Wants("cart") ? _cashier.Steps : []);

        if (options.Wants("checkout"))
        {
            await RushAsync("checkout", carts, "1,000/s", cancellation);
        }
    }

    /// <summary>Everybody wants the same shirt.</summary>
    private async Task CheckOutWantedAsync(CancellationToken cancellation)
    {
        var carts = _cashier.Fill(options.Checkouts / 3, [floor.WantedSku]);
        await RushAsync("checkout, one SKU", carts, "", cancellation);
    }

    private async Task CheckOutPacedAsync(CancellationToken cancellation)
    {
        var carts = _cashier.Fill(options.Pace * options.Seconds * 3 / 2, floor.Skus);
        await shop.SettleAsync(cancellation);
        using var watch = new AllocationWatch(shop);
        var meter = new Meter(shop.Id);
        var start = Stopwatch.GetTimestamp();
        var placed = 0;

        var (row, orders) = _cashier.CheckOut($"checkout at {options.Pace}/s", carts, options.Pace, Watch);
        Rows.Add(row with
        {
            Target = "p99 under 100 ms",
            Reached = $"p99 **{row.Latencies.Quantile(0.99).TotalMilliseconds:0.0} ms**",
        });

        watch.Close();
        Rows.Add(Until($"placed → allocated at {options.Pace}/s", orders, start, meter) with
        {
            Latencies = watch.Latencies,
            Failed = watch.Waiting,
            Reached = $"one order in {WatchedOneIn} watched",
        });

        void Watch(PlacedOrder order)
        {
            if (placed++ % WatchedOneIn == 0)
            {
                watch.Add(order);
            }
        }
    }

    private async Task RushAsync(
        string name, IReadOnlyList<Cart> carts, string target, CancellationToken cancellation)
    {
        await shop.SettleAsync(cancellation);
        var meter = new Meter(shop.Id);
        var start = Stopwatch.GetTimestamp();
        var (row, orders) = _cashier.CheckOut(name, carts);
        Rows.Add(row with { Target = target, Reached = $"**{row.PerSecond:#,0}/s**{Possible(row)}" });

        var acknowledged = Stopwatch.GetTimestamp();
        var left = await new Backlog(_asking).WorkedOffAsync(orders, cancellation);
        var until = Until(name + ", until all are allocated", orders, start, meter);
        var catchingUp = Stopwatch.GetElapsedTime(acknowledged).TotalSeconds;
        Rows.Add(until with
        {
            Failed = left,
            Reached = $"{catchingUp:0.00} s after the last was placed{Possible(until)}",
        });
    }

    private static string Possible(Measured row) => $"; CPU enough for {row.PossiblePerSecond:#,0}/s";

    private Measured Until(string name, IReadOnlyList<PlacedOrder> orders, long start, Meter meter)
    {
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new(name, orders.Count / elapsed.TotalSeconds, new(), orders.Count, 0)
        {
            Elapsed = elapsed,
            Spent = meter.Read(),
            After = shop.Memory(),
        };
    }

    private void WarmUp(ServerProcess server, IReadOnlyList<byte[]> requests)
    {
        using var client = new LoadClient(server.Address, options.Connections);
        client.Run(new(requests) { Duration = options.Stage / 2 });
    }
}
