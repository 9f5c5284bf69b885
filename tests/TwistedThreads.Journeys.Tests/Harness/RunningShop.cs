using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Harness;

/// <summary>One shop with its sample catalogue for all tests of a class.</summary>
public class RunningShop : IAsyncLifetime
{
    private readonly Queue<string> _untouched = new();
    private string _cursor = "";
    private IOpenShop? _shop;

    public ShopClient Client => _shop!.Client;

    /// <summary>The process of the embedded shop.</summary>
    public ShopProcess Process => (ShopProcess)_shop!;

    public Staff Staff { get; private set; } = null!;

    public ScannerCrew Crew { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _shop = await OpenAsync();
        Staff = new Staff(Client);
        Crew = new ScannerCrew(Client, Staff);
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }
    }

    /// <summary>A SKU that no other test uses, with this many pieces in the warehouse and none elsewhere, all of them
    /// for sale: it has no safety stock.</summary>
    public async Task<string> SkuWithAsync(int pieces)
    {
        var sku = await NextSkuAsync();
        while ((await Staff.StockAsync(sku)).Shelves.Any(shelf => shelf.Safety > 0))
        {
            sku = await NextSkuAsync();
        }

        await Staff.PutOnShelfAsync(sku, pieces);
        return sku;
    }

    /// <summary>Opens the shop: the embedded one, unless a class says otherwise.</summary>
    protected virtual async Task<IOpenShop> OpenAsync() => await ShopProcess.StartAsync();

    /// <summary>What the tests of the class look back at.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    private async Task<string> NextSkuAsync()
    {
        if (_untouched.Count == 0)
        {
            await ReadCatalogueAsync();
        }

        return _untouched.Dequeue();
    }

    private async Task ReadCatalogueAsync()
    {
        var page = (await Client.GetAsync($"/api/products?limit=6{_cursor}")).Expect(200);
        _cursor = $"&cursor={Uri.EscapeDataString(page.Required("nextCursor"))}";
        foreach (var product in page.Items())
        {
            var detail = (await Client.GetAsync($"/api/products/{product.Required("slug")}")).Expect(200);
            foreach (var variant in detail.Items("variants").Take(4))
            {
                _untouched.Enqueue(variant.Required("sku"));
            }
        }
    }
}
