using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Desk;

/// <summary>Somebody at the stock desk, in one role.</summary>
internal sealed class Clerk(ShopClient shop, Identity who)
{
    private static int _labels;

    /// <summary>As scanners and tills write it.</summary>
    public static string Now => TimeProvider.System.GetUtcNow()
        .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static async Task<Clerk> SignInAsync(RunningShop shop, string role)
    {
        var body = new JsonObject { ["name"] = $"{role}-clerk", ["roles"] = new JsonArray(role) };
        var answer = await shop.Client.PostAsync("/api/dev/sign-in", body);
        return new Clerk(shop.Client, Identity.SignedIn(answer.Expect(200).Required("token")));
    }

    /// <param name="key">The Idempotency-Key; a new one unless told.</param>
    public Task<Answer> PostAsync(string path, JsonNode? body, string? key = null) =>
        shop.SendAsync(HttpMethod.Post, path, body, who, key ?? Unique.Key());

    public async Task<JsonNode> GetAsync(string path) => (await shop.GetAsync(path, who)).Expect(200);

    public Task<Answer> AskAsync(string path) => shop.GetAsync(path, who);

    public async Task<Answer> SendCsvAsync(string text, string type = "text/csv")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/till-days");
        // The shop can refuse a huge file before it is sent.
        request.Headers.ExpectContinue = text.Length > 1_000_000;
        request.Content = new StringContent(text, Encoding.UTF8, type);
        request.Headers.TryAddWithoutValidation(who.Header, who.Value);
        return await shop.SendAsync(request, text);
    }

    /// <summary>One location's level of an article.</summary>
    public async Task<JsonNode> LevelAsync(string sku, string location, string query = "") =>
        (await GetAsync($"/api/stock/{sku}{query}")).Items("locations")
            .Single(level => level.Required("location") == location);

    public async Task<IReadOnlyList<JsonNode>> DiscrepanciesAsync(string sku) =>
        (await GetAsync($"/api/stock/discrepancies?sku={sku}")).Items();

    /// <summary>The kinds of all discrepancies of an article, the newest first.</summary>
    public async Task<IEnumerable<string>> KindsAsync(string sku) =>
        (await DiscrepanciesAsync(sku)).Select(item => item.Required("kind"));

    public static JsonObject Lines(string sku, int quantity) => new() { ["lines"] = Line(sku, quantity) };

    public static JsonArray Line(string sku, int quantity) =>
        new(new JsonObject { ["sku"] = sku, ["quantity"] = quantity });

    public static JsonObject Transfer(string sku, int quantity) => new()
    {
        ["from"] = "WH1",
        ["to"] = "BER",
        ["lines"] = Line(sku, quantity),
        ["note"] = "for the window",
    };

    /// <summary>A parcel's number that no other test uses.</summary>
    public static string Label()
    {
        var digits = Interlocked.Increment(ref _labels).ToString("34012345000000000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{CheckDigit.Of(digits)}");
    }

    public static JsonObject Scan(string type, string location, string code, int quantity, string? task = null) => new()
    {
        ["eventId"] = Unique.Key(),
        ["type"] = type,
        ["occurredAt"] = Now,
        ["location"] = location,
        ["code"] = code,
        ["quantity"] = quantity,
        ["task"] = task,
    };
}
