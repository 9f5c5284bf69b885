using System.Globalization;
using System.Text.Json.Nodes;

namespace TwistedThreads.Functions.Operations;

/// <summary>Plays a purchase through to its shipment against a fresh shop, over real HTTP,
/// and tells each step.</summary>
public sealed class Tour(HttpClient shop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Opens a shop in a folder of its own, plays, closes it and tidies up.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("twisted-threads-tour-").FullName;
        try
        {
            var options = new ShopOptions(folder, "http://127.0.0.1:0", true);
            await using var app = Shop.Build(options);
            await Shop.OpenAsync(app, options, CancellationToken.None);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            await new Tour(client).PlayAsync();
            await app.StopAsync(CancellationToken.None);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <exception cref="InvalidOperationException">A step did not go as it should.</exception>
    public async Task PlayAsync()
    {
        var found = (await GetAsync("/api/search?q=crew+tee"))["items"]![0]!;
        Tell($"Search 'crew tee' finds {found["title"]} from {Money(found["priceFrom"]!)}.");
        var order = await BuyAsync();
        await ShipAsync((string)order["id"]!, (string)order["token"]!);
        await TellAsync((string)order["id"]!, (string)order["token"]!);
    }

    private async Task<JsonNode> BuyAsync()
    {
        var cart = await SendAsync(HttpMethod.Post, "/api/carts", new JsonObject());
        var (id, token) = ((string)cart["id"]!, ("Cart-Token", (string)cart["token"]!));
        Tell($"A guest opens cart {id}.");
        await SendAsync(
            HttpMethod.Post, $"/api/carts/{id}/lines",
            new JsonObject { ["sku"] = "TEE-CREW-NAVY-M", ["quantity"] = 2 }, token);
        await SendAsync(
            HttpMethod.Post, $"/api/carts/{id}/promotions", new JsonObject { ["code"] = "WELCOME10" }, token);
        cart = await SendAsync(HttpMethod.Put, $"/api/carts/{id}/shipping", Shipping(), token);
        Tell($"Two navy tees with WELCOME10 come to {Money(cart["totals"]!["grand"]!)}, shipping and tax included.");
        var order = await SendAsync(
            HttpMethod.Post, "/api/checkout",
            new JsonObject
            {
                ["cartId"] = id,
                ["cartVersion"] = (int)cart["version"]!,
                ["payment"] = new JsonObject { ["provider"] = "sandbox", ["token"] = "tok_ok" },
            },
            token, ("Idempotency-Key", $"\"tour-{id}\""));
        Tell($"Order {order["number"]} is {order["status"]}; it ships by {order["lines"]![0]!["promise"]!["shipBy"]}.");
        return order;
    }

    private async Task ShipAsync(string order, string token)
    {
        var device = await SendAsync(
            HttpMethod.Post, "/api/dev/devices", new JsonObject { ["location"] = "WH1" });
        var key = ("Device-Key", (string)device["key"]!);
        Tell($"Scanner {device["deviceId"]} starts its shift in the warehouse.");
        for (var step = 1; (string)(await OrderAsync(order, token))["status"]! != "shipped"; step++)
        {
            var task = await WaitAsync(
                async () => (await GetAsync("/api/locations/WH1/tasks", key))["items"]!.AsArray()
                    .FirstOrDefault(task => (string)task!["orderId"]! == order),
                async () => (string)(await OrderAsync(order, token))["status"]! == "shipped");
            if (task is null)
            {
                continue;
            }

            var scan = Scan(task, $"tour-{step}");
            await SendAsync(
                HttpMethod.Post, "/api/scans",
                new JsonObject { ["batchId"] = $"tour-{step}", ["events"] = new JsonArray(scan) }, key);
            Tell($"It scans {task["quantity"]} × {task["sku"]}: {task["kind"]}.");
            var batch = $"/api/scans/tour-{step}";
            await WaitAsync(
                async () => (string)(await GetAsync(batch, key))["events"]![0]!["status"]! == "waiting" ? null : task,
                () => Task.FromResult(false));
        }
    }

    private async Task TellAsync(string id, string token)
    {
        var order = await OrderAsync(id, token);
        Tell($"Order {order["number"]} is {order["status"]}, its payment {order["payment"]!["status"]}. Its timeline:");
        foreach (var entry in order["timeline"]!.AsArray())
        {
            Tell($"  {entry!["at"]}  {entry["text"]}");
        }

        var signIn = await SendAsync(
            HttpMethod.Post, "/api/dev/sign-in",
            new JsonObject { ["name"] = "tour", ["roles"] = new JsonArray("operator") });
        var bearer = ("Authorization", $"Bearer {signIn["token"]}");
        var costs = await GetAsync($"/api/costs/orders/{id}", bearer);
        Tell($"On Azure it would have cost {Money(costs["total"]!)} of computing so far (estimated).");
        var proof = await GetAsync("/api/stock/proof", bearer);
        Tell($"The stock books agree: {proof["movements"]} movements of {proof["skus"]} SKUs, drift {proof["drift"]}.");
    }

    private Task<JsonNode> OrderAsync(string id, string token) => GetAsync($"/api/orders/{id}", ("Order-Token", token));

    private static JsonObject Scan(JsonNode task, string id) => new()
    {
        ["eventId"] = id,
        ["type"] = (string)task["kind"]!,
        ["occurredAt"] = "2026-11-20T10:00:00+01:00",
        ["location"] = "WH1",
        ["code"] = (string)task["sku"]!,
        ["quantity"] = (int)task["quantity"]!,
        ["task"] = (string)task["id"]!,
    };

    private static JsonObject Shipping() => new()
    {
        ["method"] = "standard",
        ["address"] = new JsonObject
        {
            ["name"] = "Ada Byron",
            ["line1"] = "Karl-Liebknecht-Straße 1",
            ["postalCode"] = "04107",
            ["city"] = "Leipzig",
            ["country"] = "DE",
        },
        ["email"] = "ada@example.com",
    };

    private Task<JsonNode> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    private async Task<JsonNode> SendAsync(
        HttpMethod method, string path, JsonObject? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await shop.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>Asks again until there is something, or until there is nothing more to wait for.</summary>
    private static async Task<JsonNode?> WaitAsync(Func<Task<JsonNode?>> ask, Func<Task<bool>> isOver)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (await isOver())
            {
                return null;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static string Money(JsonNode money) => $"{money["amount"]} {money["currency"]}";

    private static void Tell(string text) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff}  {text}"));
}
