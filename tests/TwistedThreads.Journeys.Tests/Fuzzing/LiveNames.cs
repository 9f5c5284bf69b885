using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;
using TwistedThreads.Journeys.Tests.Onboarding;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Names of things that exist in the shop, so that the attack gets past the door.</summary>
public sealed class LiveNames
{
    // A new cart, one line, and where it goes.
    private const int VersionAtTheTill = 3;

    private static readonly string[] Cards =
        ["tok_ok", "tok_ok", "tok_declined", "tok_timeout", "tok_capture_fails", "tok_unknown"];

    private static readonly string[] ScanTypes =
        ["pick", "pack", "ship", "count", "adjust", "receive", "damage", "sale", "return", "print", "putaway"];

    private readonly Dictionary<string, List<string>> _byKind = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Thing, Identity Owner)> _owners = [];

    /// <summary>Whoever holds the key to a thing that the request mentions; otherwise to any thing.</summary>
    public Identity KeyHolder(string request, Generator chance)
    {
        var fitting = _owners.Where(key => request.Contains(key.Thing, StringComparison.Ordinal)).ToList();
        return chance.OneOf(fitting.Count > 0 ? fitting : _owners).Owner;
    }

    /// <summary>Two carts, orders and tasks that everything may be done to, a device, and carts kept for the till.
    /// </summary>
    public static async Task<LiveNames> CollectAsync(RunningShop shop)
    {
        var names = new LiveNames();
        var sku = await shop.SkuWithAsync(5000);
        names.Add("sku", sku);
        names.Add("code", sku);
        names.Add("location", "WH1");
        names.Add("product", "classic-crew-tee");
        for (var number = 0; number < 2; number++)
        {
            var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
            names.Add("cart", guest.CartId);
            names._owners.Add((guest.CartId, guest.Owner));
            var buyer = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
            var order = await buyer.BuyAsync();
            names.Add("order", order.Required("id"));
            names.Add("line", order.Items("lines")[0].Required("id"));
            names._owners.Add((order.Required("id"), Identity.OrderOwner(order.Required("token"))));
            var task = (await shop.Crew.TasksOfAsync("WH1", order.Required("id")))[0];
            names.Add("task", task.Id);
            names.Add("device", await EnrolAsync(shop));
        }

        for (var number = 0; number < 30; number++)
        {
            var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 1));
            names.Add("till", guest.CartId);
            names._owners.Add((guest.CartId, guest.Owner));
        }

        await names.AddPapersAsync(shop, sku);
        names.Add("batch", Unique.Key());
        names._owners.Add(("WH1", await shop.Crew.DeviceAsync("WH1")));
        return names;
    }

    private async Task AddPapersAsync(RunningShop shop, string sku)
    {
        foreach (var (kind, name) in await DeskBodies.WriteAsync(shop, sku))
        {
            Add(kind, name);
        }

        var clerk = await MoveInClerk.OpenAsync(shop, "BER");
        (await clerk.PutAsync("file", $"sku;qty\n{sku};3\n")).Expect(200);
        (await clerk.PostAsync("dual-run")).Expect(200);
        Add("move-in", clerk.Id);
        Add("date", await clerk.TodayAsync());
    }

    /// <summary>A fitting live name for a property or a path parameter; null when nothing fits.</summary>
    /// <param name="name">Such as <c>cartId</c>, or just <c>id</c>.</param>
    /// <param name="path">The route, which says what a bare <c>id</c> means.</param>
    public string? Find(string name, string path, Generator chance)
    {
        var isBareId = name.StartsWith("id", StringComparison.OrdinalIgnoreCase);
        var kind = _byKind.Keys.FirstOrDefault(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            ?? _byKind.Keys.FirstOrDefault(known => isBareId && path.Contains($"/{known}", StringComparison.Ordinal));
        return kind is null ? null : chance.OneOf(_byKind[kind]);
    }

    /// <summary>A body that the contract shows for this route, with live names in it; null for other routes.</summary>
    public JsonNode? KnownBody(Route route, Generator chance)
    {
        string Live(string kind) => chance.OneOf(_byKind[kind]);
        return $"{route.Method} {route.Path}" switch
        {
            var create when create.EndsWith("POST /api/carts", StringComparison.Ordinal) => new JsonObject(),
            var lines when lines.EndsWith("/lines", StringComparison.Ordinal) =>
                new JsonObject { ["sku"] = Live("sku"), ["quantity"] = chance.Between(1, 3), ["designId"] = null },
            var line when line.Contains("/lines/", StringComparison.Ordinal) =>
                new JsonObject { ["quantity"] = chance.Between(0, 3) },
            var promotion when promotion.EndsWith("/promotions", StringComparison.Ordinal) =>
                new JsonObject { ["code"] = "WELCOME10" },
            "POST /api/checkout" => new JsonObject
            {
                ["cartId"] = Live("till"),
                ["cartVersion"] = VersionAtTheTill,
                ["payment"] = new JsonObject { ["provider"] = "sandbox", ["token"] = chance.OneOf(Cards) },
            },
            "POST /api/scans" => Scans(chance),
            "POST /api/move-ins" =>
                new JsonObject { ["location"] = chance.OneOf<string>(["HAM", "CGN"]), ["again"] = true },
            "POST /api/devices" => new JsonObject { ["location"] = "WH1", ["name"] = "Gate 3" },
            "POST /api/devices/{id}/revocation" => new JsonObject { ["reason"] = "lost" },
            "POST /api/dev/stock" =>
                new JsonObject { ["sku"] = Live("sku"), ["location"] = "WH1", ["onHand"] = chance.Between(1000, 9000) },
            _ => DeskBodies.Of(route.Path, Live("sku"), chance),
        };
    }

    // Not the crew's: it will be revoked.
    private static async Task<string> EnrolAsync(RunningShop shop) =>
        (await shop.Staff.PostAsync("/api/devices", new JsonObject { ["location"] = "WH1" }))
        .Expect(200).Required("deviceId");

    private JsonObject Scans(Generator chance) => new()
    {
        ["batchId"] = Unique.EventId($"batch {chance.Fraction()}"),
        ["events"] = new JsonArray(new JsonObject
        {
            ["eventId"] = Unique.EventId($"event {chance.Fraction()}"),
            ["type"] = chance.OneOf(ScanTypes),
            ["occurredAt"] = "2026-11-20T10:00:00+01:00",
            ["location"] = "WH1",
            ["code"] = chance.Chance(0.5) ? chance.OneOf(_byKind["sku"]) : "]C1010950600013435210L7\u001d3702",
            ["quantity"] = 1,
            ["task"] = chance.OneOf(_byKind["task"]),
            ["operator"] = "p12",
        }),
    };

    private void Add(string kind, string name)
    {
        if (!_byKind.TryGetValue(kind, out var names))
        {
            _byKind[kind] = names = [];
        }

        names.Add(name);
    }
}
