using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Spoils a good body in one of many ways, and leaves some as they are.</summary>
public sealed class Mutation(Generator chance)
{
    private const int OneMegabyte = 1 << 20;
    private const string Marker = "@@spoiled@@";

    private static readonly string[] UnknownNames =
        ["unknown", "__proto__", "$type", "isAdmin", "id", "roles", "price", "", "状態"];

    /// <returns>The bytes to send as the body.</returns>
    public byte[] Spoil(JsonNode body) => chance.Between(0, 99) switch
    {
        < 38 => Bytes(body.ToJsonString()),
        < 68 => Bytes(WithHostileValue(body)),
        < 74 => Bytes(WithoutMember(body)),
        < 80 => Bytes(WithUnknownMember(body)),
        < 85 => Bytes(Truncated(body.ToJsonString())),
        < 89 => Bytes(Nested()),
        < 98 => chance.OneOf(Hostile.Bodies),
        < 99 => Bytes($"{{\"sku\":\"{new string('x', OneMegabyte + chance.Between(1, OneMegabyte / 2))}\"}}"),
        _ => Bytes($"[{string.Join(',', Enumerable.Repeat(body.ToJsonString(), 1 + (OneMegabyte / Length(body))))}]"),
    };

    private static int Length(JsonNode body) => body.ToJsonString().Length;

    private string WithHostileValue(JsonNode body)
    {
        var slots = Slots(body).ToList();
        var spoiled = chance.OneOf(Hostile.JsonValues);
        if (slots.Count == 0)
        {
            return spoiled;
        }

        chance.OneOf(slots)(Marker);
        return body.ToJsonString().Replace($"\"{Marker}\"", spoiled, StringComparison.Ordinal);
    }

    private string WithoutMember(JsonNode body)
    {
        var objects = Objects(body).Where(node => node.Count > 0).ToList();
        if (objects.Count > 0)
        {
            var victim = chance.OneOf(objects);
            victim.Remove(chance.OneOf([.. victim.Select(member => member.Key)]));
        }

        return body.ToJsonString();
    }

    private string WithUnknownMember(JsonNode body)
    {
        foreach (var node in Objects(body).ToList())
        {
            node[chance.OneOf(UnknownNames)] = Marker;
        }

        return body.ToJsonString().Replace($"\"{Marker}\"", chance.OneOf(Hostile.JsonValues), StringComparison.Ordinal);
    }

    private string Truncated(string text) => text[..chance.Between(0, text.Length - 1)];

    private string Nested()
    {
        var depth = chance.OneOf<int>([10, 63, 64, 65, 500, 20_000]);
        return chance.Chance(0.5)
            ? new string('[', depth) + new string(']', depth)
            : new StringBuilder().Insert(0, "{\"a\":", depth).Append('1').Append('}', depth).ToString();
    }

    /// <summary>Every place in the tree that holds a value, as a way to put another value there.</summary>
    private static IEnumerable<Action<string>> Slots(JsonNode? node) => node switch
    {
        JsonObject members => members.ToList().SelectMany(member =>
            Slots(member.Value).Prepend(value => members[member.Key] = value)),
        JsonArray items => Enumerable.Range(0, items.Count).SelectMany(index =>
            Slots(items[index]).Prepend(value => items[index] = value)),
        _ => [],
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Objects(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
