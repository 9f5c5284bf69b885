using System.Diagnostics;
using TwistedThreads.Harness;

namespace TwistedThreads.Drills;

/// <summary>Buys cart after cart. A checkout that got no clear answer is repeated with the same key, as a storefront
/// does; a cart that cannot be filled is left standing.</summary>
public sealed class Customer(ShopClient shop, Journal journal, IReadOnlyList<string> skus, int number)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private int _bought = number;

    public async Task ShopAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var guest = await FillCartAsync();
            if (guest is null)
            {
                await Task.Delay(Pause, CancellationToken.None);
                continue;
            }

            await PayAsync(guest);
            await Task.Delay(Pause / 4, CancellationToken.None);
        }
    }

    private async Task<Shopper?> FillCartAsync()
    {
        try
        {
            return await Shopper.AtTheTillAsync(shop, (skus[_bought++ % skus.Count], 1));
        }
        catch (HttpRequestException lost)
        {
            journal.Failed($"cart: {lost.HttpRequestError}");
        }
        catch (Xunit.Sdk.XunitException refused)
        {
            journal.Failed("cart: " + refused.Message.Split(' ').SkipWhile(word => word != "got").Skip(1).First());
        }

        return null;
    }

    private async Task PayAsync(Shopper guest)
    {
        var key = Unique.Key();
        var watch = Stopwatch.StartNew();
        var isFirst = true;
        while (watch.Elapsed < Patience)
        {
            if (await AnswerAsync(guest, key) is not { } answer)
            {
                isFirst = false;
                await Task.Delay(Pause, CancellationToken.None);
                continue;
            }

            if (answer.Status == 201)
            {
                journal.Ordered(answer.Json!.Required("id"), answer.Json!.Required("number"), watch.Elapsed);
            }
            else if (isFirst)
            {
                // Nothing was promised: the customer begins anew.
                journal.Failed($"checkout: {answer.Status} {answer.Code}");
            }
            else if (answer.Code != "stock.not-enough")
            {
                journal.Surprise($"checkout answered {answer.Status} {answer.Code} after {watch.Elapsed}");
            }

            return;
        }

        journal.Surprise($"cart {guest.CartId} was never answered");
    }

    /// <returns>Null when the same request must be sent again.</returns>
    private async Task<Answer?> AnswerAsync(Shopper guest, string key)
    {
        try
        {
            var answer = await guest.CheckoutAsync(key);
            if (answer.Status < 500 && !answer.AsksToRepeat)
            {
                return answer;
            }

            journal.Failed($"checkout: {answer.Status} {answer.Code}".TrimEnd());
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            journal.Failed("checkout: no answer");
        }

        return null;
    }
}
