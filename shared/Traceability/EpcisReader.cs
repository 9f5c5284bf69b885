using System.Collections.Immutable;
using System.Text.Json;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>An EPCIS document that was taken apart; its events are not judged yet.</summary>
/// <param name="Events">Each with its place in the document.</param>
/// <param name="Prefixes">What the document says that prefixes stand for.</param>
public sealed record EpcisDocument(
    IReadOnlyList<(JsonElement Json, string Pointer)> Events, ImmutableSortedDictionary<string, string> Prefixes);

/// <summary>An event of a document: itself, or what is wrong with it.</summary>
public sealed record ReadEvent(EpcisEvent? Event, IReadOnlyList<InputFault> Faults);

/// <summary>Reads EPCIS 2.0 documents and events in JSON-LD. Never an exception, whatever was sent.</summary>
/// <remarks>EPCIS 2.0, section 9, and its JSON schema; both kinds of documents can be captured (REST binding,
/// section 12.6).</remarks>
public static class EpcisReader
{
    private const string NotStorable = "It holds text that is not Unicode, or a number that is too large.";

    private static readonly string[] Members =
    [
        "@context", "id", "type", "schemaVersion", "creationDate", "epcisHeader", "epcisBody", "instanceIdentifier",
        "sender", "receiver",
    ];

    /// <returns>The document, or all that is wrong with its frame.</returns>
    public static Result<EpcisDocument> ReadDocument(JsonElement json)
    {
        var faults = new EventFaults();
        if (!IsStorable(json))
        {
            faults.Add(string.Empty, "not-storable", NotStorable);
        }
        else if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(string.Empty, "not-an-object", "An EPCIS document is an object.");
        }
        else
        {
            CheckFrame(json, faults);
        }

        var list = faults.IsClean ? EventList(json) : null;
        if (faults.IsClean && list is null)
        {
            faults.Add("/epcisBody/eventList", "no-events", "A list of at least one event is expected.");
        }

        return faults.IsClean
            ? new EpcisDocument(list!, JsonLdContext.Prefixes(json.GetProperty("@context")))
            : Refused("epcis.bad-document", "This is no EPCIS 2.0 document.", faults);
    }

    /// <summary>Reads one event, of a document or by itself.</summary>
    public static ReadEvent ReadEvent(
        JsonElement json, string pointer, ImmutableSortedDictionary<string, string> prefixes)
    {
        if (!IsStorable(json))
        {
            return new ReadEvent(
                null, [new InputFault(pointer, "epcis.not-storable", NotStorable)]);
        }

        var faults = EventRules.Check(json, pointer);
        return faults.IsClean
            ? new ReadEvent(EpcisEvent.Of(json, prefixes), [])
            : new ReadEvent(null, faults.Found);
    }

    /// <returns>The event sent by itself, or why not.</returns>
    public static Result<EpcisEvent> ReadSingle(JsonElement json)
    {
        var read = ReadEvent(json, string.Empty, JsonLdContext.Prefixes(null));
        return read.Event is { } found
            ? found
            : new Refusal(RefusalKind.Malformed, "epcis.bad-event", "This is no event of EPCIS 2.0.")
            {
                Faults = read.Faults,
            };
    }

    private static void CheckFrame(JsonElement json, EventFaults faults)
    {
        foreach (var name in (ReadOnlySpan<string>)["@context", "type", "schemaVersion", "creationDate", "epcisBody"])
        {
            ValueRules.Require(json, string.Empty, name, faults);
        }

        ValueRules.Members(json, string.Empty, faults, static (member, at, found) =>
        {
            switch (member.Name)
            {
                case "@context": JsonLdContext.Check(member.Value, at, found); break;
                case "creationDate": ValueRules.Time(member.Value, at, found); break;
                case "type" when TextOf(member.Value) is not ("EPCISDocument" or "EPCISQueryDocument"):
                    found.Add(at, "unknown-type", "EPCISDocument or EPCISQueryDocument.");
                    break;
                case "schemaVersion"
                    when TextOf(member.Value) is not { Length: <= 16 } version
                        || !(version == "2" || version.StartsWith("2.", StringComparison.Ordinal)):
                    found.Add(at, "other-version", "This shop reads version 2.0, as a text.");
                    break;
                case "epcisBody" when member.Value.ValueKind != JsonValueKind.Object:
                    found.Add(at, "not-an-object", "An object is expected.");
                    break;
            }

            return Members.Contains(member.Name);
        });
    }

    private static List<(JsonElement, string)>? EventList(JsonElement json)
    {
        var (body, pointer) = (json.GetProperty("epcisBody"), "/epcisBody");
        foreach (var name in (ReadOnlySpan<string>)["queryResults", "resultsBody", "eventList"])
        {
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var inner))
            {
                (body, pointer) = (inner, EventFaults.At(pointer, name));
            }
        }

        return body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0
            ? [.. body.EnumerateArray().Select((item, index) => (item, EventFaults.At(pointer, index)))]
            : null;
    }

    // Lone surrogate escapes and numbers beyond all bounds are valid JSON syntax, but nothing that could be kept.
    private static bool IsStorable(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject()
                    .All(member => member.Name is not null && IsStorable(member.Value)),
                JsonValueKind.Array => json.EnumerateArray().All(IsStorable),
                JsonValueKind.String => json.GetString() is not null,
                JsonValueKind.Number => json.TryGetDouble(out var number) && double.IsFinite(number),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Refusal Refused(string code, string detail, EventFaults faults) =>
        new(RefusalKind.Malformed, code, detail) { Faults = faults.Found };
}
