using System.Collections.Frozen;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>The kinds of events of EPCIS 2.0, section 7.4.</summary>
public enum EventType
{
    ObjectEvent,
    AggregationEvent,
    TransactionEvent,
    TransformationEvent,
    AssociationEvent,
}

/// <summary>Whether things are joined to, seen in, or taken out of what the event is about.</summary>
public enum EventAction
{
    Observe,
    Add,
    Delete,
}

/// <summary>Which members an event of a type may have besides those that all events have.</summary>
/// <remarks>EPCIS 2.0, sections 7.4.2 to 7.4.7, and its JSON schema.</remarks>
internal static class EventMembers
{
    private static readonly string[] OfAll =
    [
        "@context", "type", "eventID", "eventTime", "recordTime", "eventTimeZoneOffset", "errorDeclaration",
        "certificationInfo", "bizStep", "disposition", "persistentDisposition", "readPoint", "bizLocation",
        "bizTransactionList", "sourceList", "destinationList", "sensorElementList",
    ];

    private static readonly FrozenDictionary<EventType, FrozenSet<string>> Allowed =
        new Dictionary<EventType, FrozenSet<string>>
        {
            [EventType.ObjectEvent] = With("action", "epcList", "quantityList", "ilmd"),
            [EventType.AggregationEvent] = With("action", "parentID", "childEPCs", "childQuantityList"),
            [EventType.AssociationEvent] = With("action", "parentID", "childEPCs", "childQuantityList"),
            [EventType.TransactionEvent] = With("action", "parentID", "epcList", "quantityList"),
            [EventType.TransformationEvent] = With(
                "inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID", "ilmd"),
        }.ToFrozenDictionary();

    private static readonly FrozenSet<string> OfAny =
        Allowed.Values.SelectMany(names => names).ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(EventType type, string name) => Allowed[type].Contains(name);

    /// <summary>Whether the name is the standard's, if perhaps of another type of event.</summary>
    public static bool IsStandard(string name) => OfAny.Contains(name);

    /// <summary>Whether somebody may add a member of this name: a prefixed name or a URI.</summary>
    public static bool IsExtension(string name) => EpcUri.IsUri(name);

    private static FrozenSet<string> With(params string[] names) =>
        OfAll.Concat(names).ToFrozenSet(StringComparer.Ordinal);
}
