using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>What values may be, wherever they stand.</summary>
internal static class ValueRules
{
    public static void Uri(JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String || !EpcUri.IsUri(value.GetString()))
        {
            faults.Add(pointer, "not-a-uri", $"A URI of at most {EpcUri.MaxLength} printable ASCII characters.");
        }
        else if (!EpcUri.IsSound(value.GetString()!))
        {
            faults.Add(pointer, "bad-key", "It looks like a GS1 key, but its lengths or its check digit are wrong.");
        }
    }

    public static void Time(JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String || !EventTimes.TryParse(value.GetString(), out _))
        {
            faults.Add(pointer, "bad-time", "A time with its zone, as in 2026-11-20T10:00:00.000+01:00.");
        }
    }

    public static void Word(Cbv vocabulary, JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String || vocabulary.Bare(value.GetString()!) is null)
        {
            faults.Add(pointer, "unknown-word", "Neither a word of the Core Business Vocabulary nor a URI.");
        }
    }

    public static void Each(
        JsonElement value, string pointer, EventFaults faults, Action<JsonElement, string, EventFaults> check)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(pointer, "not-a-list", "A list is expected.");
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            check(item, EventFaults.At(pointer, index++), faults);
        }
    }

    /// <summary>An object whose members are all somebody's extensions.</summary>
    public static void Extensions(JsonElement value, string pointer, EventFaults faults) =>
        Members(value, pointer, faults, static (_, _, _) => false);

    /// <summary>Goes through an object; what <paramref name="known"/> does not take must be an extension.</summary>
    public static void Members(
        JsonElement value, string pointer, EventFaults faults, Func<JsonProperty, string, EventFaults, bool> known)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(pointer, "not-an-object", "An object is expected.");
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var at = EventFaults.At(pointer, member.Name);
            if (!known(member, at, faults) && !EventMembers.IsExtension(member.Name))
            {
                faults.Add(at, "unknown-member", "Members of your own are named by a URI or with a prefix.");
            }
        }
    }

    public static void Require(JsonElement value, string pointer, string name, EventFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(name, out _))
        {
            faults.Add(EventFaults.At(pointer, name), "missing", $"{name} is required.");
        }
    }
}
