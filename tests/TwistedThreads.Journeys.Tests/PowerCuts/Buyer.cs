using TwistedThreads.Journeys.Tests.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.PowerCuts;

/// <summary>Buys cart after cart until the line goes dead; afterwards asks again for what was not answered.</summary>
public sealed class Buyer(ShopClient shop, Receipts receipts, IReadOnlyList<string> skus, int seed)
{
    private const int MostPurchasesPerRound = 30;
    private readonly Generator _chance = new(seed);
    private Attempt? _open;

    /// <summary>Buys until the connection is lost, and in no case more than thirty carts.</summary>
    public async Task BuyUntilTheLineGoesDeadAsync()
    {
        try
        {
            for (var bought = 0; bought < MostPurchasesPerRound; bought++)
            {
                await PrepareAsync();
                await FinishAsync();
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // The power cut: whether the shop took the order is settled after the restart.
        }
    }

    /// <summary>Sends an unanswered checkout once more, with the same key and the same body.</summary>
    public async Task AskAgainAsync()
    {
        if (_open is not null)
        {
            receipts.NoteRepetition();
            await FinishAsync();
        }
    }

    private async Task PrepareAsync()
    {
        var wanted = _chance.Shuffled(skus)
            .Take(_chance.Between(1, 2))
            .Select(sku => (sku, _chance.Between(1, 2)))
            .ToArray();
        var card = _chance.Chance(0.1) ? "tok_declined" : "tok_ok";
        _open = new Attempt(await Shopper.AtTheTillAsync(shop, wanted), wanted, card, Unique.Key());
    }

    private async Task FinishAsync()
    {
        if (_open is { } attempt)
        {
            receipts.Note(attempt, await attempt.SendAsync());
            _open = null;
        }
    }
}
