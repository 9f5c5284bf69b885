using System.Diagnostics;

namespace TwistedThreads.Benchmarks;

/// <summary>Fills carts and pays them, each step a timed volley over all carts.</summary>
internal sealed class Cashier(ServerProcess shop, BenchmarkOptions options) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Stage _stage = new(shop, options.Connections);

    /// <summary>How opening, filling and addressing the carts of the last <see cref="Fill"/> went.</summary>
    public IReadOnlyList<Measured> Steps { get; private set; } = [];

    public IReadOnlyList<Cart> Fill(int count, IReadOnlyList<string> skus)
    {
        var open = Enumerable.Range(0, count).Select(_ => Cart.Open());
        var (opening, opened) = Step("open a cart", [.. open], StatusCodes.Status201Created);
        var carts = opened.OfType<byte[]>().Select(Cart.Opened).ToList();

        var adds = carts.Select((cart, index) => cart.Add(skus[index % skus.Count]));
        var (adding, added) = Step("add to cart", [.. adds]);
        carts = [.. carts.Where((_, index) => added[index] is not null)];

        var (shipping, shipped) = Step("set shipping", [.. carts.Select(cart => cart.Ship())]);
        Steps = [opening, adding, shipping];
        return [.. carts.Zip(shipped, (cart, body) => body is null ? null : cart.Changed(body)).OfType<Cart>()];
    }

    /// <param name="perSecond">The pace to keep; null pays as fast as the shop goes.</param>
    /// <param name="seen">Told of every acknowledged order while the clock runs; keep it short.</param>
    public (Measured Measured, IReadOnlyList<PlacedOrder> Orders) CheckOut(
        string name, IReadOnlyList<Cart> carts, int? perSecond = null, Action<PlacedOrder>? seen = null)
    {
        var orders = new List<PlacedOrder>(carts.Count);
        var volley = new Volley([.. carts.Select(cart => cart.CheckOut())])
        {
            IsOnce = true,
            Duration = Longest,
            PerSecond = perSecond,
            Expected = StatusCodes.Status201Created,
            Seen = Keep,
        };

        return (_stage.Measure(name, volley), orders);

        void Keep(int request, int status, ReadOnlySpan<byte> body)
        {
            if (status == StatusCodes.Status201Created)
            {
                orders.Add(new(body.ToArray(), Stopwatch.GetTimestamp()));
                seen?.Invoke(orders[^1]);
            }
        }
    }

    public void Dispose() => _stage.Dispose();

    private (Measured Measured, byte[]?[] Bodies) Step(string name, byte[][] requests, int expected = 200)
    {
        var bodies = new byte[]?[requests.Length];
        var volley = new Volley(requests) { IsOnce = true, Duration = Longest, Expected = expected, Seen = Keep };
        return (_stage.Measure(name, volley), bodies);

        void Keep(int request, int status, ReadOnlySpan<byte> body) =>
            bodies[request] = status == expected ? body.ToArray() : null;
    }
}
