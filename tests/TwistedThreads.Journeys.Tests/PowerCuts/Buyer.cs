using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.PowerCuts;

/// <summary>Buys cart after cart until the line goes dead; afterwards asks again for what was not answered.</summary>
public sealed class Buyer(ShopClient shop, Receipts receipts, IReadOnlyList<string> skus, int seed)
{
    private const int MostPurchasesPerRound = 30;
    private readonly Generator _chance = new(seed);
    private readonly List<Attempt> _unanswered = [];

    /// <summary>Asks again for everything unanswered, then buys until the connection is lost or the round is over, and
    /// in no case more than thirty carts.</summary>
    public async Task BuyUntilTheLineGoesDeadAsync(CancellationToken over)
    {
        try
        {
            await AskAllAsync();
            for (var bought = 0; bought < MostPurchasesPerRound && !over.IsCancellationRequested; bought++)
            {
                var attempt = await PrepareAsync();
                _unanswered.Add(attempt);
                await AskAsync(attempt);
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // The power cut: whether the shop took the order is asked in the next round.
        }
    }

    /// <summary>Asks until everything is answered.</summary>
    public async Task SettleAsync()
    {
        await Eventually.LastSeenAsync(
            async () =>
            {
                await AskAllAsync();
                return _unanswered.Count;
            },
            open => open == 0,
            seconds: 40);
        receipts.NoteUnanswered(_unanswered);
    }

    private async Task AskAllAsync()
    {
        foreach (var attempt in _unanswered.ToList())
        {
            receipts.NoteRepetition();
            await AskAsync(attempt);
        }
    }

    /// <summary>Sends the same request as ever. Told to come later, the buyer does so in the next round.</summary>
    private async Task AskAsync(Attempt attempt)
    {
        var answer = await attempt.SendAsync();
        if (answer.AsksToRepeat)
        {
            return;
        }

        _unanswered.Remove(attempt);
        if (Attempt.MustBeginAgain(answer))
        {
            _unanswered.Add(attempt with { Key = Unique.Key() });
        }
        else
        {
            receipts.Note(attempt, answer);
        }
    }

    private async Task<Attempt> PrepareAsync()
    {
        var wanted = _chance.Shuffled(skus)
            .Take(_chance.Between(1, 2))
            .Select(sku => (sku, _chance.Between(1, 2)))
            .ToArray();
        var card = _chance.Chance(0.1) ? "tok_declined" : "tok_ok";
        return new Attempt(await Shopper.AtTheTillAsync(shop, wanted), wanted, card, Unique.Key());
    }
}
