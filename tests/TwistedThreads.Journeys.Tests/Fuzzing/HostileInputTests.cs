using System.Collections.Concurrent;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Thousands of bad requests to every route of the OpenAPI document, made from a seed.</summary>
public sealed class HostileInputTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const int Requests = 6000;
    private const int RequestsPerSignIn = 250;
    private const int FaultsShown = 12;
    private const int HungUp = 0;
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    [Theory]
    [InlineData(20261121)]
    public async Task Bad_input_is_answered_with_a_problem_and_breaks_nothing(int seed)
    {
        var routes = Route.AllOf((await shop.Client.GetAsync("/api/openapi.json")).Expect(200));
        var plan = new AttackPlan(seed, routes, await LiveNames.CollectAsync(shop));
        var faults = new ConcurrentDictionary<string, string>();
        var statuses = new ConcurrentDictionary<int, int>();

        for (var first = 0; first < Requests; first += RequestsPerSignIn)
        {
            var staff = await shop.Staff.SignedInAsync();
            await Parallel.ForAsync(first, first + RequestsPerSignIn, AtOnce, async (number, _) =>
                await TryAsync(plan.Make(number, staff), faults, statuses));
        }

        Assert.True(faults.IsEmpty, Report(seed, faults, statuses));
        var welcome = statuses.Where(status => status.Key is >= 200 and < 300).Sum(status => status.Value);
        Assert.True(welcome > Requests / 20, $"Too few requests get past the door: {Told(statuses)}");
        await shop.Staff.ProveStockAsync();
        await StillSellsAsync();
    }

    private async Task TryAsync(
        Attack attack, ConcurrentDictionary<string, string> faults, ConcurrentDictionary<int, int> statuses)
    {
        try
        {
            var answer = await attack.SendAsync(shop.Client);
            statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            if (Verdict.On(attack, answer) is { } wrong)
            {
                var kind = $"{attack.Route} {answer.Status}: {wrong}";
                faults.TryAdd(kind, $"request {attack.Number}: {wrong}\n{answer}");
            }
        }
        catch (HttpRequestException) when (attack.IsHuge)
        {
            statuses.AddOrUpdate(HungUp, 1, (_, count) => count + 1);
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            var request = $"request {attack.Number}: {attack.Method} {attack.Target}";
            faults.TryAdd($"{attack.Route}: no answer", $"{request}: {lost}");
        }
    }

    private async Task StillSellsAsync()
    {
        var sku = await shop.SkuWithAsync(4);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
        var order = await guest.BuyAsync();

        await shop.Crew.ShipAsync(order.Required("id"));

        Assert.Equal(3, (await shop.Staff.StockAsync(sku)).OnHand);
    }

    private string Report(
        int seed, ConcurrentDictionary<string, string> faults, ConcurrentDictionary<int, int> statuses) => $"""
        Seed {seed}: {faults.Count} kinds of faults; {Told(statuses)}
        {string.Join('\n', faults.Keys.Order(StringComparer.Ordinal))}

        {string.Join("\n\n", faults.Values.Take(FaultsShown))}

        {shop.Process.Output}
        """;

    private static string Told(ConcurrentDictionary<int, int> statuses) =>
        string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Value} × {status.Key}"));
}
