using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>A guest with a cart. Remembers the cart's version, as a storefront does.</summary>
public sealed class Shopper
{
    private readonly ShopClient _shop;

    private Shopper(ShopClient shop, JsonNode cart)
    {
        _shop = shop;
        CartId = cart.Required("id");
        Owner = Identity.CartOwner(cart.Required("token"));
        CartVersion = cart.Number("version");
    }

    public string CartId { get; }

    public Identity Owner { get; }

    public int CartVersion { get; private set; }

    /// <summary>A new guest with an empty cart.</summary>
    public static async Task<Shopper> ArriveAsync(ShopClient shop)
    {
        var answer = await shop.PostAsync("/api/carts", new JsonObject());
        return new Shopper(shop, answer.Expect(201));
    }

    /// <summary>A new guest whose cart lacks nothing but the payment.</summary>
    public static async Task<Shopper> AtTheTillAsync(ShopClient shop, params (string Sku, int Quantity)[] wanted)
    {
        var shopper = await ArriveAsync(shop);
        foreach (var (sku, quantity) in wanted)
        {
            (await shopper.AddAsync(sku, quantity)).Expect(200);
        }

        (await shopper.ShipHomeAsync()).Expect(200);
        return shopper;
    }

    public async Task<Answer> AddAsync(string sku, int quantity)
    {
        var line = new JsonObject { ["sku"] = sku, ["quantity"] = quantity, ["designId"] = null };
        return Noted(await _shop.PostAsync($"/api/carts/{CartId}/lines", line, Owner));
    }

    public async Task<Answer> ShipHomeAsync()
    {
        var shipping = new JsonObject
        {
            ["method"] = "standard",
            ["email"] = "grace@example.org",
            ["address"] = new JsonObject
            {
                ["name"] = "Grace Hopper",
                ["line1"] = "Kastanienallee 1",
                ["postalCode"] = "10435",
                ["city"] = "Berlin",
                ["country"] = "DE",
            },
        };
        return Noted(await _shop.PutAsync($"/api/carts/{CartId}/shipping", shipping, Owner));
    }

    /// <param name="key">The Idempotency-Key; null sends none.</param>
    /// <param name="payment">One of the sandbox's test tokens.</param>
    public Task<Answer> CheckoutAsync(string? key, string payment = "tok_ok") =>
        _shop.PostAsync("/api/checkout", Order(payment), Owner, key);

    /// <summary>Pays with a good card and a new key.</summary>
    public async Task<JsonNode> BuyAsync(string payment = "tok_ok") =>
        (await CheckoutAsync(Unique.Key(), payment)).Expect(201);

    public Task<Answer> OrderAsync(JsonNode placed) =>
        _shop.GetAsync($"/api/orders/{placed.Required("id")}", Identity.OrderOwner(placed.Required("token")));

    private JsonObject Order(string payment) => new()
    {
        ["cartId"] = CartId,
        ["cartVersion"] = CartVersion,
        ["payment"] = new JsonObject { ["provider"] = "sandbox", ["token"] = payment },
    };

    private Answer Noted(Answer answer)
    {
        if (answer.Status == 200)
        {
            CartVersion = answer.Json!.Number("version");
        }

        return answer;
    }
}
