using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>What the members of an event may hold, each by itself.</summary>
/// <remarks>EPCIS 2.0 JSON schema, event definitions.</remarks>
internal static class MemberRules
{
    private const decimal MostPieces = 1_000_000_000;

    public static void Check(string name, JsonElement value, string pointer, EventFaults faults)
    {
        switch (name)
        {
            case "@context": JsonLdContext.Check(value, pointer, faults); break;
            case "eventID" or "parentID" or "transformationID": ValueRules.Uri(value, pointer, faults); break;
            case "certificationInfo": UriOrList(value, pointer, faults); break;
            case "eventTime" or "recordTime": ValueRules.Time(value, pointer, faults); break;
            case "eventTimeZoneOffset": Offset(value, pointer, faults); break;
            case "errorDeclaration": ErrorDeclaration(value, pointer, faults); break;
            case "action": Action(value, pointer, faults); break;
            case "bizStep": ValueRules.Word(Cbv.BizStep, value, pointer, faults); break;
            case "disposition": ValueRules.Word(Cbv.Disposition, value, pointer, faults); break;
            case "persistentDisposition": PersistentDisposition(value, pointer, faults); break;
            case "readPoint" or "bizLocation": Place(value, pointer, faults); break;
            case "bizTransactionList": Typed(value, pointer, faults, "bizTransaction"); break;
            case "sourceList": Typed(value, pointer, faults, "source"); break;
            case "destinationList": Typed(value, pointer, faults, "destination"); break;
            case "sensorElementList": ValueRules.Each(value, pointer, faults, SensorRules.Element); break;
            case "ilmd": ValueRules.Extensions(value, pointer, faults); break;
            case "epcList" or "childEPCs" or "inputEPCList" or "outputEPCList":
                ValueRules.Each(value, pointer, faults, Epc);
                break;
            case "quantityList" or "childQuantityList" or "inputQuantityList" or "outputQuantityList":
                ValueRules.Each(value, pointer, faults, Quantity);
                break;
        }
    }

    private static void UriOrList(JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            ValueRules.Each(value, pointer, faults, ValueRules.Uri);
        }
        else
        {
            ValueRules.Uri(value, pointer, faults);
        }
    }

    private static void Offset(JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String || !EventTimes.IsOffset(value.GetString()))
        {
            faults.Add(pointer, "bad-offset", "From -14:00 to +14:00, as in +01:00.");
        }
    }

    private static void Action(JsonElement value, string pointer, EventFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not ("OBSERVE" or "ADD" or "DELETE"))
        {
            faults.Add(pointer, "bad-action", "OBSERVE, ADD or DELETE.");
        }
    }

    private static void Epc(JsonElement value, string pointer, EventFaults faults)
    {
        ValueRules.Uri(value, pointer, faults);
        if (value.ValueKind == JsonValueKind.String && IsOfAClass(value.GetString()!))
        {
            faults.Add(pointer, "not-an-instance", "Classes of things stand in quantity lists.");
        }
    }

    private static bool IsOfAClass(string uri) =>
        uri.StartsWith("urn:epc:class:", StringComparison.Ordinal)
        || uri.StartsWith("urn:epc:idpat:", StringComparison.Ordinal);

    private static void Quantity(JsonElement value, string pointer, EventFaults faults)
    {
        ValueRules.Require(value, pointer, "epcClass", faults);
        ValueRules.Members(value, pointer, faults, static (member, at, found) =>
        {
            switch (member.Name)
            {
                case "epcClass":
                    ValueRules.Uri(member.Value, at, found);
                    return true;
                case "quantity":
                    if (member.Value.ValueKind != JsonValueKind.Number
                        || !member.Value.TryGetDecimal(out var pieces) || pieces is < 0 or > MostPieces)
                    {
                        found.Add(at, "bad-quantity", $"A number from 0 to {MostPieces}.");
                    }

                    return true;
                case "uom":
                    if (member.Value.ValueKind != JsonValueKind.String
                        || member.Value.GetString() is not { Length: 2 or 3 } unit
                        || !unit.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)))
                    {
                        found.Add(at, "bad-unit", "A unit of UN/CEFACT Recommendation 20, such as KGM.");
                    }

                    return true;
                default:
                    return false;
            }
        });
    }

    private static void Place(JsonElement value, string pointer, EventFaults faults)
    {
        ValueRules.Require(value, pointer, "id", faults);
        ValueRules.Members(value, pointer, faults, static (member, at, found) =>
        {
            if (member.Name == "id")
            {
                ValueRules.Uri(member.Value, at, found);
            }

            return member.Name == "id";
        });
    }

    // A giver or taker is nothing without its role; a document may be.
    private static void Typed(JsonElement value, string pointer, EventFaults faults, string name) =>
        ValueRules.Each(value, pointer, faults, TypedUri(name, needsType: name != "bizTransaction"));

    private static Action<JsonElement, string, EventFaults> TypedUri(string name, bool needsType) =>
        (value, pointer, faults) =>
        {
            ValueRules.Require(value, pointer, name, faults);
            if (needsType)
            {
                ValueRules.Require(value, pointer, "type", faults);
            }

            var words = name == "bizTransaction" ? Cbv.BizTransaction : Cbv.SourceOrDestination;
            ValueRules.Members(value, pointer, faults, (member, at, found) =>
            {
                if (member.Name == name)
                {
                    ValueRules.Uri(member.Value, at, found);
                }
                else if (member.Name == "type")
                {
                    ValueRules.Word(words, member.Value, at, found);
                }

                return member.Name == name || member.Name == "type";
            });
        };

    private static void PersistentDisposition(JsonElement value, string pointer, EventFaults faults) =>
        ValueRules.Members(value, pointer, faults, static (member, at, found) =>
        {
            var isKnown = member.Name is "set" or "unset";
            if (isKnown)
            {
                ValueRules.Each(member.Value, at, found, static (word, place, list) =>
                    ValueRules.Word(Cbv.Disposition, word, place, list));
            }

            return isKnown;
        });

    private static void ErrorDeclaration(JsonElement value, string pointer, EventFaults faults)
    {
        ValueRules.Require(value, pointer, "declarationTime", faults);
        ValueRules.Members(value, pointer, faults, static (member, at, found) =>
        {
            switch (member.Name)
            {
                case "declarationTime":
                    ValueRules.Time(member.Value, at, found);
                    return true;
                case "reason":
                    ValueRules.Word(Cbv.ErrorReason, member.Value, at, found);
                    return true;
                case "correctiveEventIDs":
                    ValueRules.Each(member.Value, at, found, ValueRules.Uri);
                    return true;
                default:
                    return false;
            }
        });
    }
}
