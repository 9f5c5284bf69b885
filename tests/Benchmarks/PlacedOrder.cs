using System.Text.Json;

namespace TwistedThreads.Benchmarks;

/// <summary>An order that the shop has acknowledged, and when, in ticks of the stopwatch.</summary>
internal sealed record PlacedOrder(byte[] Body, long At)
{
    public byte[] Ask()
    {
        var order = JsonSerializer.Deserialize<JsonElement>(Body);
        var (id, token) = (order.GetProperty("id").GetString(), order.GetProperty("token").GetString());
        return Requests.Get($"/api/orders/{id}", $"Order-Token: {token}\r\n");
    }

    /// <summary>Reads the order's own status, which comes before those of its lines.</summary>
    public static bool IsAllocated(ReadOnlySpan<byte> body)
    {
        var name = "\"status\":\""u8;
        var at = body.IndexOf(name);
        var status = at < 0 ? default : body[(at + name.Length)..];
        return at >= 0 && !status.StartsWith("placed\""u8) && !status.StartsWith("paid\""u8);
    }
}
