using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.PowerCuts;

/// <summary>Cuts the power twenty times while guests buy and the warehouse ships, then lets everything come to
/// rest.</summary>
public sealed class TwentyPowerCuts : RunningShop
{
    public const int Seed = 20261121;
    private const int Rounds = 20;
    private const int Buyers = 8;
    private const int PlentyOfPieces = 20_000;
    private const int FewPieces = 60;
    private readonly Generator _chance = new(Seed);
    private readonly Dictionary<string, int> _opening = [];
    private List<Buyer> _buyers = [];

    public Receipts Receipts { get; } = new();

    public IReadOnlyDictionary<string, int> Opening => _opening;

    public IReadOnlyDictionary<string, string> Orders { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<JsonNode> Payments { get; private set; } = [];

    public IReadOnlyList<JsonNode> Parked { get; private set; } = [];

    /// <summary>Some of these orders as the shop tells them, and what the shop printed last.</summary>
    public async Task<string> TellAsync(IEnumerable<string> orders)
    {
        var told = await Task.WhenAll(orders.Take(3).Select(id => Staff.GetAsync($"/api/orders/{id}")));
        return $"{string.Join("\n\n", told.Select(answer => answer.Text))}\n\n{Process.Output}";
    }

    protected override async Task PrepareAsync()
    {
        foreach (var pieces in (int[])[PlentyOfPieces, PlentyOfPieces, PlentyOfPieces, PlentyOfPieces, FewPieces])
        {
            var sku = await SkuWithAsync(pieces);
            _opening[sku] = (await Staff.StockAsync(sku)).OnHand;
        }

        await Crew.DeviceAsync("WH1");
        _buyers = [.. Enumerable.Range(1, Buyers)
            .Select(number => new Buyer(Client, Receipts, [.. _opening.Keys], Seed + number))];
        for (var round = 0; round < Rounds; round++)
        {
            await PlayRoundAsync();
        }

        // What the killed processes held is free again when their locks have run out.
        await Staff.AdvanceClockAsync("PT61S");
        await Task.WhenAll(_buyers.Select(buyer => buyer.SettleAsync()));
        await ComeToRestAsync();
    }

    private async Task PlayRoundAsync()
    {
        using var over = new CancellationTokenSource();
        var crew = ScanUntilTheLineGoesDeadAsync(over.Token);
        var buying = Task.WhenAll(_buyers.Select(buyer => buyer.BuyUntilTheLineGoesDeadAsync(over.Token)));
        if (_chance.Chance(0.75))
        {
            await IsAtWorkAsync();
        }

        await Task.Delay(_chance.Between(50, 600), CancellationToken.None);
        await Process.RestartAsync();
        await over.CancelAsync();
        await Task.WhenAll(buying, crew);
    }

    /// <summary>A shop that has just been started is slow: without this most cuts would hit only its first requests.
    /// </summary>
    private async Task IsAtWorkAsync()
    {
        var before = Receipts.Orders.Count;
        await Eventually.LastSeenAsync(
            () => Task.FromResult(Receipts.Orders.Count), orders => orders >= before + Buyers, seconds: 5);
    }

    private async Task ScanUntilTheLineGoesDeadAsync(CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                await Crew.WorkAsync("WH1");
                await Task.Delay(50, CancellationToken.None);
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // The batch was not answered, so the crew sends the same events again in the next round.
        }
    }

    private async Task ComeToRestAsync()
    {
        Orders = await Eventually.LastSeenAsync(
            async () =>
            {
                await Crew.WorkAsync("WH1");
                return await Staff.OrdersAsync();
            },
            orders => Receipts.Orders.Keys.All(id => orders.GetValueOrDefault(id, "lost") is "shipped" or "lost"),
            seconds: 60);
        await Staff.AdvanceClockAsync("PT1H");
        foreach (var sku in _opening.Keys)
        {
            await Eventually.LastSeenAsync(() => Staff.StockAsync(sku), card => card.IsFree, seconds: 20);
        }

        Payments = await Eventually.LastSeenAsync(
            Staff.PaymentsAsync,
            payments => payments.All(payment => payment.Required("status") != "authorised"),
            seconds: 30);
        Parked = await Staff.ParkedAsync();
    }
}
