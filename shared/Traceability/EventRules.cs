using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Whether an event is one of EPCIS 2.0: its members, and how they go together.</summary>
/// <remarks>EPCIS 2.0, section 7.4, and its JSON schema.</remarks>
public static class EventRules
{
    private static readonly string[] Needed = ["eventTime", "eventTimeZoneOffset"];

    /// <param name="value">The event as it came.</param>
    /// <param name="pointer">Where it stands in what was sent.</param>
    /// <returns>What is wrong with it; at most <see cref="EventFaults.Most"/> faults.</returns>
    public static EventFaults Check(JsonElement value, string pointer)
    {
        var faults = new EventFaults();
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(pointer, "not-an-object", "An event is an object.");
        }
        else if (TypeOf(value) is not { } type)
        {
            faults.Add(EventFaults.At(pointer, "type"), "unknown-type", "There is no such type of event.");
        }
        else
        {
            CheckMembers(value, type, pointer, faults);
            CheckWhole(value, type, pointer, faults);
        }

        return faults;
    }

    internal static EventType? TypeOf(JsonElement value) =>
        value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        && Enum.TryParse<EventType>(type.GetString(), out var known) && known.ToString() == type.GetString()
            ? known
            : null;

    private static void CheckMembers(JsonElement value, EventType type, string pointer, EventFaults faults)
    {
        foreach (var member in value.EnumerateObject())
        {
            var at = EventFaults.At(pointer, member.Name);
            if (EventMembers.Has(type, member.Name))
            {
                MemberRules.Check(member.Name, member.Value, at, faults);
            }
            else if (EventMembers.IsStandard(member.Name))
            {
                faults.Add(at, "not-of-type", $"A {type} has no such member.");
            }
            else if (!EventMembers.IsExtension(member.Name))
            {
                faults.Add(at, "unknown-member", "Members of your own are named by a URI or with a prefix.");
            }
        }

        foreach (var name in Needed)
        {
            ValueRules.Require(value, pointer, name, faults);
        }
    }

    private static void CheckWhole(JsonElement value, EventType type, string pointer, EventFaults faults)
    {
        var action = TextOf(value, "action");
        if (type != EventType.TransformationEvent)
        {
            ValueRules.Require(value, pointer, "action", faults);
        }

        var lack = type switch
        {
            EventType.ObjectEvent when !HasAny(value, "epcList", "quantityList", "sensorElementList") =>
                "One of epcList, quantityList and sensorElementList has to say something.",
            EventType.AggregationEvent or EventType.AssociationEvent
                when action != "DELETE" && !HasAny(value, "childEPCs", "childQuantityList") =>
                "One of childEPCs and childQuantityList has to say something.",
            EventType.TransactionEvent when action != "DELETE"
                && !HasAny(value, "epcList", "quantityList") && !value.TryGetProperty("parentID", out _) =>
                "One of epcList, quantityList and parentID has to say something.",
            EventType.TransformationEvent when !IsTransformation(value) =>
                "Inputs and outputs, or a transformationID with either.",
            _ => null,
        };
        if (lack is not null)
        {
            faults.Add(pointer, "says-nothing", lack);
        }

        CheckCompanions(value, type, action, pointer, faults);
    }

    private static void CheckCompanions(
        JsonElement value, EventType type, string? action, string pointer, EventFaults faults)
    {
        if (type == EventType.AssociationEvent || (type == EventType.AggregationEvent && action != "OBSERVE"))
        {
            ValueRules.Require(value, pointer, "parentID", faults);
        }

        if (type == EventType.TransactionEvent && !HasAny(value, "bizTransactionList"))
        {
            faults.Add(
                EventFaults.At(pointer, "bizTransactionList"), "missing", "A transaction event names a transaction.");
        }

        if (type == EventType.ObjectEvent && action is "OBSERVE" or "DELETE" && value.TryGetProperty("ilmd", out _))
        {
            faults.Add(
                EventFaults.At(pointer, "ilmd"), "not-of-action", "Master data of instances come with action ADD.");
        }
    }

    private static bool IsTransformation(JsonElement value)
    {
        var hasInput = HasAny(value, "inputEPCList", "inputQuantityList");
        var hasOutput = HasAny(value, "outputEPCList", "outputQuantityList");
        return value.TryGetProperty("transformationID", out _) ? hasInput || hasOutput : hasInput && hasOutput;
    }

    private static bool HasAny(JsonElement value, params ReadOnlySpan<string> lists)
    {
        foreach (var name in lists)
        {
            if (value.TryGetProperty(name, out var list)
                && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
