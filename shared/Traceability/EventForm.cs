using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>In which form events are kept and given back.</summary>
internal static class EventForm
{
    // What holds names of things and places; only these are translated.
    private static readonly string[] Lists =
        ["epcList", "childEPCs", "inputEPCList", "outputEPCList"];

    private static readonly string[] Quantities =
        ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

    /// <summary>Words of the vocabulary without their addresses; without context and record time, which are
    /// ours.</summary>
    public static JsonObject Bare(JsonElement json)
    {
        var node = JsonObject.Create(json)!.DeepClone().AsObject();
        node.Remove("@context");
        node.Remove("recordTime");
        BareWord(node, "bizStep", Cbv.BizStep);
        BareWord(node, "disposition", Cbv.Disposition);
        BareWord(node["errorDeclaration"] as JsonObject, "reason", Cbv.ErrorReason);
        BareTypes(node, "bizTransactionList", Cbv.BizTransaction);
        BareTypes(node, "sourceList", Cbv.SourceOrDestination);
        BareTypes(node, "destinationList", Cbv.SourceOrDestination);
        foreach (var name in (ReadOnlySpan<string>)["set", "unset"])
        {
            if (node["persistentDisposition"]?[name] is JsonArray words)
            {
                for (var index = 0; index < words.Count; index++)
                {
                    words[index] = Cbv.Disposition.Bare(words[index]!.GetValue<string>());
                }
            }
        }

        return node;
    }

    /// <summary>Of the prefixes only those that stand before a colon somewhere in the event.</summary>
    public static ImmutableSortedDictionary<string, string> Used(
        JsonObject node, ImmutableSortedDictionary<string, string> prefixes)
    {
        if (prefixes.IsEmpty)
        {
            return prefixes;
        }

        var text = node.ToJsonString();
        return prefixes.RemoveRange(
            prefixes.Keys.Where(prefix => !text.Contains($"\"{prefix}:", StringComparison.Ordinal)));
    }

    public static JsonObject Answer(EpcisEvent kept, string recordTime, bool asLinks)
    {
        var node = JsonObject.Create(kept.Json)!.DeepClone().AsObject();
        if (asLinks)
        {
            Translate(node);
        }

        node["recordTime"] = recordTime;
        if (!kept.Prefixes.IsEmpty)
        {
            node["@context"] = new JsonArray(new JsonObject(
                kept.Prefixes.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))));
        }

        return node;
    }

    private static void Translate(JsonObject node)
    {
        foreach (var list in Lists.Select(name => node[name]).OfType<JsonArray>())
        {
            for (var index = 0; index < list.Count; index++)
            {
                list[index] = EpcUri.Key(list[index]!.GetValue<string>());
            }
        }

        foreach (var amount in Quantities.Select(name => node[name]).OfType<JsonArray>().SelectMany(list => list))
        {
            Translate(amount as JsonObject, "epcClass");
        }

        Translate(node, "parentID");
        Translate(node["readPoint"] as JsonObject, "id");
        Translate(node["bizLocation"] as JsonObject, "id");
        foreach (var (list, name) in ((string, string)[])[
            ("bizTransactionList", "bizTransaction"), ("sourceList", "source"), ("destinationList", "destination")])
        {
            foreach (var item in (node[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                Translate(item, name);
            }
        }
    }

    private static void Translate(JsonObject? node, string name)
    {
        if (node?[name] is JsonValue value)
        {
            node[name] = EpcUri.Key(value.GetValue<string>());
        }
    }

    private static void BareWord(JsonObject? node, string name, Cbv vocabulary)
    {
        if (node?[name] is JsonValue value)
        {
            node[name] = vocabulary.Bare(value.GetValue<string>());
        }
    }

    private static void BareTypes(JsonObject node, string name, Cbv vocabulary)
    {
        foreach (var item in (node[name] as JsonArray ?? []).OfType<JsonObject>())
        {
            BareWord(item, "type", vocabulary);
        }
    }
}
