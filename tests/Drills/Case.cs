using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>One case: customers buy and scanners scan, region A is lost, B takes over, the outbox is sent again, A
/// comes back, and in the end everything is counted.</summary>
public sealed class Case
{
    public static readonly TimeSpan Reaction = TimeSpan.FromSeconds(8);
    private const int Customers = 6;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(10);
    private static readonly string[] Locations = ["WH1", "BER", "HAM", "MUC", "CGN", "VIE"];
    private readonly SimulatedCloud _cloud;
    private readonly Loss _loss;
    private readonly Journal _journal = new();
    private readonly ShopClient _shop;
    private readonly Staff _staff;

    public Case(SimulatedCloud cloud, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        (_cloud, _loss) = (cloud, loss);
        _shop = new ShopClient(cloud.Front.Address);
        _staff = new Staff(_shop);
    }

    public async Task<CaseReport> PlayAsync(CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetUtcNow();
        var skus = await SkusAsync();
        using var shopClosed = new CancellationTokenSource();
        using var floorClosed = new CancellationTokenSource();
        var customers = Enumerable.Range(0, Customers)
            .Select(number => new Customer(_shop, _journal, skus, number * 7).ShopAsync(shopClosed.Token)).ToList();
        var crew = new Crew(new ScannerCrew(_shop, _staff), _journal, Locations).WorkAsync(floorClosed.Token);

        await Task.Delay(Calm, cancellation);
        _journal.Struck();
        var struck = _journal.Now;
        await _loss.StrikeAsync(_cloud);
        await Task.Delay(Reaction, cancellation);
        await _loss.ReactAsync(_cloud);
        await Task.Delay(Outage - Reaction, cancellation);
        var redriven = await RedriveAsync(began);
        var over = _journal.Now;

        await _loss.HealAsync(_cloud, cancellation);
        await Task.Delay(Aftermath, cancellation);
        await shopClosed.CancelAsync();
        await Task.WhenAll(customers);
        var end = await new Reckoning(_cloud, _staff, _journal).RestAsync();
        await floorClosed.CancelAsync();
        await crew;
        _shop.Dispose();
        return end.Report(_loss) with
        {
            SellingGap = _journal.SellingGap(struck, over),
            ScanningGap = _journal.ScanningGap(struck, over),
            Redriven = redriven,
        };
    }

    private async Task<IReadOnlyList<string>> SkusAsync()
    {
        var skus = new List<string>();
        foreach (var product in (await _shop.GetAsync("/api/products?limit=48")).Expect(200).Items())
        {
            var detail = (await _shop.GetAsync($"/api/products/{product.Required("slug")}")).Expect(200);
            skus.AddRange(detail.Items("variants")
                .Where(variant => variant.Number("available") >= 10)
                .Select(variant => variant.Required("sku")));
        }

        return skus;
    }

    // As an operator does it in the region that is left.
    private async Task<int> RedriveAsync(DateTimeOffset since)
    {
        using var regional = new ShopClient(Losses.B(_cloud).Host!.Address);
        var who = await _staff.SignedInAsync();
        var sent = 0;
        var cursor = "";
        do
        {
            var body = new JsonObject { ["since"] = since.ToString("O") };
            var page = (await regional.PostAsync($"/api/outbox/redrive{cursor}", body, who)).Expect(200);
            sent += page.Number("sent");
            var next = page.Text("nextCursor");
            cursor = next.Length == 0 ? "" : $"?cursor={Uri.EscapeDataString(next)}";
        }
        while (cursor.Length > 0);

        return sent;
    }
}
