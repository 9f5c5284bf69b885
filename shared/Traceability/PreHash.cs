using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Writes an event as one text, its members in one order and its values in one form.</summary>
/// <remarks>CBV 2.0, section 8.9: rules for the pre-hash string and canonical property order.</remarks>
internal sealed class PreHash(ImmutableSortedDictionary<string, string> prefixes)
{
    private static readonly string[] Ignored =
        ["recordTime", "eventID", "errorDeclaration", "certificationInfo", "type", "@context"];

    private static readonly Part[] Order =
    [
        new("eventTime", IsTime: true), new("eventTimeZoneOffset"), Part.List("epcList", "epc"), new("parentID"),
        Part.List("inputEPCList", "epc"), Part.List("childEPCs", "epc"), Part.Amounts("quantityList"),
        Part.Amounts("childQuantityList"), Part.Amounts("inputQuantityList"), Part.List("outputEPCList", "epc"),
        Part.Amounts("outputQuantityList"), new("action"), new("transformationID"),
        new("bizStep", Words: Cbv.BizStep), new("disposition", Words: Cbv.Disposition),
        new("persistentDisposition", Parts:
            [new("set", Words: Cbv.Disposition), new("unset", Words: Cbv.Disposition)]),
        new("readPoint", Parts: [new("id")]), new("bizLocation", Parts: [new("id")]),
        Part.Typed("bizTransactionList", "bizTransaction", Cbv.BizTransaction),
        Part.Typed("sourceList", "source", Cbv.SourceOrDestination),
        Part.Typed("destinationList", "destination", Cbv.SourceOrDestination),
        new("sensorElementList", Item: "sensorElement", IsNamed: false, Parts:
        [
            new("sensorMetadata", Parts:
            [
                new("time", IsTime: true), new("startTime", IsTime: true), new("endTime", IsTime: true),
                .. Part.Plain("deviceID deviceMetadata rawData dataProcessingMethod bizRules"),
            ]),
            new("sensorReport", Parts:
            [
                new("type", Namespace: HashValue.Voc), new("exception", Namespace: HashValue.Voc),
                .. Part.Plain("deviceID deviceMetadata rawData dataProcessingMethod"), new("time", IsTime: true),
                .. Part.Plain("microorganism chemicalSubstance value"),
                new("component", Namespace: HashValue.Component),
                .. Part.Plain("stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev"),
                .. Part.Plain("percRank percValue uom coordinateReferenceSystem"),
            ]),
        ]),
    ];

    private readonly HashValue _values = new(prefixes);

    public string Of(JsonElement json)
    {
        var text = new StringBuilder("eventType=").Append(json.GetProperty("type").GetString());
        foreach (var part in Order)
        {
            text.Append(Ordered(json, part));
        }

        return text.Append(Rest(json, Order, isEvent: true)).ToString();
    }

    private string Ordered(JsonElement parent, Part part)
    {
        if (!parent.TryGetProperty(part.Name, out var value))
        {
            return string.Empty;
        }

        var name = part.Item ?? part.Name;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        var text = Joined(items.Select(item => Named(name, item, part)));
        return part.Item is not null && part.IsNamed && text.Length > 0 ? part.Name + text : text;
    }

    private string Named(string name, JsonElement item, Part part)
    {
        var content = item.ValueKind == JsonValueKind.Object
            ? string.Concat(part.Parts.Select(inner => Ordered(item, inner)))
            : _values.Of(item, part) is { Length: > 0 } value ? "=" + value
            : string.Empty;
        return content.Length == 0 ? string.Empty : part.IsBare ? content : name + content;
    }

    // What is left when the members of the standard are taken out: master data and members of somebody's own, each with
    // the names that it stands below.
    private string Rest(JsonElement parent, IReadOnlyList<Part> known, bool isEvent) => Joined(
        from member in parent.EnumerateObject()
        where !(isEvent && Ignored.Contains(member.Name))
        let part = known.FirstOrDefault(candidate => candidate.Name == member.Name)
        from text in part is null ? Free(_values.Name(member.Name), member.Value) : Remains(part, member.Value)
        select text);

    private IEnumerable<string> Remains(Part part, JsonElement value)
    {
        if (part.Parts.Count == 0 || part.IsBare || part.Name == "persistentDisposition")
        {
            return [];
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        return items.Where(item => item.ValueKind == JsonValueKind.Object)
            .Select(item => Rest(item, part.Parts, isEvent: false))
            .Where(rest => rest.Length > 0)
            .Select(rest => (part.Item ?? part.Name) + rest);
    }

    private IEnumerable<string> Free(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Free(name, item)),
        JsonValueKind.Object => [name + Joined(
            value.EnumerateObject().SelectMany(member => Free(_values.Name(member.Name), member.Value)))],
        _ => [_values.Of(value) is { Length: > 0 } text ? $"{name}={text}" : name],
    };

    private static string Joined(IEnumerable<string> texts) =>
        string.Concat(texts.Where(text => text.Length > 0).Order(Comparer<string>.Create(static (left, right) =>
            Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)))));

    /// <summary>A member of the standard in its place.</summary>
    /// <param name="Item">What each member of a list is called; null when the list lends its own name.</param>
    /// <param name="IsNamed">Whether the list's own name is written too.</param>
    /// <param name="Namespace">Where bare words belong.</param>
    internal sealed record Part(
        string Name, string? Item = null, bool IsTime = false, bool IsNamed = true, Cbv? Words = null,
        string? Namespace = null, IReadOnlyList<Part>? Parts = null, bool IsBare = false)
    {
        public IReadOnlyList<Part> Parts { get; } = Parts ?? [];

        public static Part List(string name, string item) => new(name, item);

        public static Part Amounts(string name) =>
            new(name, "quantityElement", Parts: [new("epcClass"), new("quantity"), new("uom")]);

        // In version 2.0 the role stands first.
        public static Part Typed(string name, string item, Cbv words) =>
            new(name, item, IsBare: true, Parts: [new("type", Words: words), new(item)]);

        public static IEnumerable<Part> Plain(string names) => names.Split(' ').Select(name => new Part(name));
    }
}
