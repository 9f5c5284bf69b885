using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>A member of staff with every role. Signs in when needed, also after a restart or a long jump of the
/// clock.</summary>
public sealed class Staff(ShopClient shop)
{
    private const string Warehouse = "WH1";
    private Identity _me = Identity.Nobody;

    public async Task<Identity> SignedInAsync()
    {
        var roles = new JsonArray("operator", "warehouse", "shop", "planner", "finance");
        var answer = await shop.PostAsync("/api/dev/sign-in", new JsonObject { ["name"] = "ada", ["roles"] = roles });
        return _me = Identity.SignedIn(answer.Expect(200).Required("token"));
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        var who = _me.IsSomebody ? _me : await SignedInAsync();
        var answer = await shop.SendAsync(method, path, body, who);
        return answer.Status == 401 ? await shop.SendAsync(method, path, body, await SignedInAsync()) : answer;
    }

    public async Task<StockCard> StockAsync(string sku) =>
        StockCard.Of((await GetAsync($"/api/stock/{sku}")).Expect(200));

    /// <summary>Puts all pieces into the warehouse and empties the other locations.</summary>
    public async Task<StockCard> PutOnShelfAsync(string sku, int pieces)
    {
        foreach (var shelf in (await StockAsync(sku)).Shelves)
        {
            var onHand = shelf.Location == Warehouse ? pieces : 0;
            var stock = new JsonObject { ["sku"] = sku, ["location"] = shelf.Location, ["onHand"] = onHand };
            var answer = await PostAsync("/api/dev/stock", stock);
            Assert.True(answer.Status is 200 or 201 or 202 or 204, $"Stock was not set: {answer}");
        }

        return await Eventually.HoldsAsync(
            () => StockAsync(sku), card => card.AvailableToPromise == pieces, $"{pieces} of {sku} can be promised");
    }

    /// <param name="duration">ISO 8601, such as <c>PT1H</c>.</param>
    public async Task AdvanceClockAsync(string duration)
    {
        var answer = await PostAsync("/api/dev/clock", new JsonObject { ["advance"] = duration });
        Assert.True(answer.Status is 200 or 204, $"The clock did not move: {answer}");
    }

    public async Task<JsonNode> OrderAsync(string id) => (await GetAsync($"/api/orders/{id}")).Expect(200);

    /// <summary>Every order of the shop: its id and its status.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OrdersAsync() =>
        (await AllAsync("/api/orders")).ToDictionary(order => order.Required("id"), order => order.Required("status"));

    public Task<IReadOnlyList<JsonNode>> PaymentsAsync() => AllAsync("/api/dev/payments");

    public async Task<IReadOnlyList<JsonNode>> ParkedAsync() => (await GetAsync("/api/parked")).Expect(200).Items();

    /// <summary>The ledger's own proof: its drift is 0 and it has no findings.</summary>
    public async Task ProveStockAsync()
    {
        var proof = (await GetAsync("/api/stock/proof")).Expect(200);
        Assert.True(proof.Number("drift") == 0 && proof.Items("findings").Count == 0, proof.ToJsonString());
        Assert.True(proof.Number("movements") > 0, "The proof looked at nothing.");
    }

    /// <summary>All pages of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> AllAsync(string path)
    {
        var all = new List<JsonNode>();
        var cursor = "";
        do
        {
            var page = (await GetAsync($"{path}?limit=100{cursor}")).Expect(200);
            all.AddRange(page.Items());
            var next = page.Text("nextCursor");
            cursor = next.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(next)}";
        }
        while (cursor.Length > 0);

        return all;
    }
}
