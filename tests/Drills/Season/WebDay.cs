using System.Collections.Concurrent;
using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Drills.Season;

/// <summary>Guests of the web shop: each wants one to three articles, mostly the popular ones, and repeats a checkout
/// that got no answer with the same key.</summary>
internal sealed class WebDay(ShopClient shop, IReadOnlyList<string> skus, Generator chance)
{
    private const int AtOnce = 24;
    private readonly ConcurrentDictionary<string, bool> _orders = new();
    private int _refused;

    /// <summary>Orders that the shop acknowledged.</summary>
    public IReadOnlyCollection<string> Orders => (IReadOnlyCollection<string>)_orders.Keys;

    /// <summary>Guests who were told that there is not enough.</summary>
    public int Refused => _refused;

    public Task OrderAsync(int guests)
    {
        var wishes = Generator.Many(guests, Wish);
        return Parallel.ForEachAsync(
            wishes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (wish, _) => await BuyAsync(wish));
    }

    // The square of a fraction: a tenth of the articles gets a third of the orders.
    private IReadOnlyList<(string Sku, int Quantity)> Wish() =>
    [
        .. Generator.Many(chance.Between(1, 3), () => skus[(int)(Math.Pow(chance.Fraction(), 2) * skus.Count)])
            .Distinct(StringComparer.Ordinal)
            .Select(sku => (sku, chance.Between(1, 2))),
    ];

    private async Task BuyAsync(IReadOnlyList<(string Sku, int Quantity)> wish)
    {
        var guest = await FilledAsync(wish);
        var key = Unique.Key();
        var answer = await Line.UntilAnsweredAsync(() => guest.CheckoutAsync(key));
        if (answer.Status == 201)
        {
            _orders[answer.Json!.Required("id")] = true;
        }
        else if (answer.Code is "stock.not-enough" or "stock.reservation-expired")
        {
            Interlocked.Increment(ref _refused);
        }
        else
        {
            throw new InvalidOperationException($"A checkout got {answer}");
        }
    }

    // A cart that a power cut tore is left standing; the guest begins anew.
    private async Task<Shopper> FilledAsync(IReadOnlyList<(string Sku, int Quantity)> wish)
    {
        while (true)
        {
            try
            {
                return await Shopper.AtTheTillAsync(shop, [.. wish]);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                await Task.Delay(200);
            }
        }
    }
}
