using System.Collections.Concurrent;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>Fills two thousand carts first and lets their guests run to the till together afterwards.</summary>
public sealed class LastPieces : RunningShop
{
    public const int Guests = 2000;
    public const int Pieces = 500;
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 64 };

    public string Sku { get; private set; } = "";

    public ConcurrentBag<Answer> Answers { get; } = [];

    /// <summary>The stock as staff saw it during the rush.</summary>
    public ConcurrentBag<StockCard> SeenMeanwhile { get; } = [];

    protected override async Task PrepareAsync()
    {
        Sku = await SkuWithAsync(Pieces);
        var guests = new ConcurrentBag<Shopper>();
        await Parallel.ForAsync(0, Guests, AtOnce, async (_, _) =>
            guests.Add(await Shopper.AtTheTillAsync(Client, (Sku, 1))));

        using var closing = new CancellationTokenSource();
        var watching = WatchAsync(closing.Token);
        await Parallel.ForEachAsync(guests, AtOnce, async (guest, _) =>
        {
            var key = Unique.Key();
            Answers.Add(await ShopClient.PatientlyAsync(() => guest.CheckoutAsync(key)));
        });
        await closing.CancelAsync();
        await watching;
    }

    private async Task WatchAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            SeenMeanwhile.Add(await Staff.StockAsync(Sku));
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
