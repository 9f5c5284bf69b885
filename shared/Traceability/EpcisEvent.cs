using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>So many of a class.</summary>
/// <param name="Quantity">Null when it was not counted.</param>
/// <param name="Unit">Null for pieces; else a unit of UN/CEFACT Recommendation 20.</param>
public sealed record EpcQuantity(string EpcClass, decimal? Quantity, string? Unit);

/// <summary>A business document, or a giver or taker, with its role; the role may be missing.</summary>
public sealed record TypedName(string? Type, string Name);

/// <summary>One event of EPCIS 2.0: what, where, when and why. Checked by <see cref="EventRules"/> before it is
/// made.</summary>
public sealed class EpcisEvent
{
    private readonly JsonElement _json;

    private EpcisEvent(JsonElement json, ImmutableSortedDictionary<string, string> prefixes) =>
        (_json, Prefixes) = (json, prefixes);

    /// <summary>The event as it is kept and given back: words bare, with its id, without context and record
    /// time.</summary>
    public JsonElement Json => _json;

    /// <summary>What the prefixes of its own members stand for.</summary>
    public ImmutableSortedDictionary<string, string> Prefixes { get; }

    public string EventId => Text("eventID")!;

    public EventType Type => EventRules.TypeOf(_json)!.Value;

    public DateTimeOffset EventTime =>
        EventTimes.TryParse(Text("eventTime"), out var time) ? time : throw new FormatException("An event has a time.");

    public EventAction? Action =>
        Text("action") is { } action ? Enum.Parse<EventAction>(action, ignoreCase: true) : null;

    public string? BizStep => Text("bizStep");

    public string? Disposition => Text("disposition");

    public string? ReadPoint => IdOf("readPoint");

    public string? BizLocation => IdOf("bizLocation");

    public string? ParentId => Text("parentID");

    public string? TransformationId => Text("transformationID");

    /// <summary>Of epcList or childEPCs, as the type has it.</summary>
    public IReadOnlyList<string> Epcs => [.. Texts("epcList"), .. Texts("childEPCs")];

    public IReadOnlyList<string> InputEpcs => Texts("inputEPCList");

    public IReadOnlyList<string> OutputEpcs => Texts("outputEPCList");

    /// <summary>Of quantityList or childQuantityList, as the type has it.</summary>
    public IReadOnlyList<EpcQuantity> Quantities => [.. Amounts("quantityList"), .. Amounts("childQuantityList")];

    public IReadOnlyList<EpcQuantity> InputQuantities => Amounts("inputQuantityList");

    public IReadOnlyList<EpcQuantity> OutputQuantities => Amounts("outputQuantityList");

    public IReadOnlyList<TypedName> BizTransactions => Typed("bizTransactionList", "bizTransaction");

    public IReadOnlyList<TypedName> Sources => Typed("sourceList", "source");

    public IReadOnlyList<TypedName> Destinations => Typed("destinationList", "destination");

    /// <summary>Whether the event says of itself that it was wrong.</summary>
    public bool IsErrorDeclaration => _json.TryGetProperty("errorDeclaration", out _);

    /// <summary>Everything that the event is about, instances and classes.</summary>
    public IEnumerable<string> Names =>
    [
        .. Epcs, .. InputEpcs, .. OutputEpcs, .. ParentId is { } parent ? [parent] : Array.Empty<string>(),
        .. Quantities.Concat(InputQuantities).Concat(OutputQuantities).Select(amount => amount.EpcClass),
    ];

    /// <summary>Makes an event of JSON that <see cref="EventRules"/> found nothing wrong with. Without an id of its own
    /// it gets the one that follows from its content.</summary>
    public static EpcisEvent Of(JsonElement json, ImmutableSortedDictionary<string, string> outerPrefixes)
    {
        var context = json.TryGetProperty("@context", out var own) ? own : (JsonElement?)null;
        var prefixes = JsonLdContext.Prefixes(context, outerPrefixes);
        var node = EventForm.Bare(json);
        if (!node.ContainsKey("eventID"))
        {
            node["eventID"] = EventHash.IdOf(json, prefixes);
        }

        return new EpcisEvent(JsonSerializer.SerializeToElement(node), EventForm.Used(node, prefixes));
    }

    /// <summary>Takes up an event from where it was kept.</summary>
    public static EpcisEvent Kept(JsonElement json, IReadOnlyDictionary<string, string> prefixes) =>
        new(json, prefixes.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>The event as an answer carries it.</summary>
    /// <param name="recordTime">When it was taken in, UTC.</param>
    /// <param name="asLinks">Whether GS1 keys are written as Digital Links, whatever they came as.</param>
    public JsonObject Answer(DateTimeOffset recordTime, bool asLinks) =>
        EventForm.Answer(this, EventTimes.Canonical(recordTime), asLinks);

    private string? Text(string name) => _json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string? IdOf(string name) =>
        _json.TryGetProperty(name, out var place) ? place.GetProperty("id").GetString() : null;

    private string[] Texts(string name) =>
        _json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private EpcQuantity[] Amounts(string name) => _json.TryGetProperty(name, out var list)
        ? [.. list.EnumerateArray().Select(item => new EpcQuantity(
            item.GetProperty("epcClass").GetString()!,
            item.TryGetProperty("quantity", out var quantity) ? quantity.GetDecimal() : null,
            item.TryGetProperty("uom", out var unit) ? unit.GetString() : null))]
        : [];

    private TypedName[] Typed(string name, string member) => _json.TryGetProperty(name, out var list)
        ? [.. list.EnumerateArray().Select(item => new TypedName(
            item.TryGetProperty("type", out var type) ? type.GetString() : null,
            item.GetProperty(member).GetString()!))]
        : [];
}
