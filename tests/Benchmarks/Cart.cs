using System.Text.Json;

namespace TwistedThreads.Benchmarks;

/// <summary>A guest's cart with one piece and an address, ready to be paid.</summary>
internal sealed record Cart(string Id, string Token, int Version)
{
    private const string Shipping = """
        {"method":"standard","email":"bench@example.com","address":
        {"name":"Ada Bench","line1":"Main Street 1","postalCode":"10115","city":"Berlin","country":"DE"}}
        """;

    public string Header => $"Cart-Token: {Token}\r\n";

    public static byte[] Open() => Requests.Send("POST", "/api/carts", "{}");

    public static Cart Opened(byte[] body)
    {
        var cart = JsonSerializer.Deserialize<JsonElement>(body);
        return new(
            cart.GetProperty("id").GetString()!,
            cart.GetProperty("token").GetString()!,
            cart.GetProperty("version").GetInt32());
    }

    public byte[] Add(string sku) =>
        Requests.Send("POST", $"/api/carts/{Id}/lines", $$"""{"sku":"{{sku}}","quantity":1}""", Header);

    public byte[] Ship() => Requests.Send("PUT", $"/api/carts/{Id}/shipping", Shipping, Header);

    public Cart Changed(byte[] body) =>
        this with { Version = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("version").GetInt32() };

    /// <summary>The key is the cart's own: one cart is one wish to pay.</summary>
    public byte[] CheckOut() => Requests.Send(
        "POST",
        "/api/checkout",
        $$$"""{"cartId":"{{{Id}}}","cartVersion":{{{Version}}},"payment":{"provider":"sandbox","token":"tok_ok"}}""",
        $"{Header}Idempotency-Key: \"bench-{Id}\"\r\n");
}
