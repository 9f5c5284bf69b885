namespace TwistedThreads.Commerce.Traceability;

/// <summary>The parameters of a query that ask for something of the event itself.</summary>
/// <remarks>EPCIS 2.0, section 8.2.7.1.</remarks>
internal static class EventCriteria
{
    private const string Transaction = "EQ_bizTransaction_";
    private const string Source = "EQ_source_";
    private const string Destination = "EQ_destination_";

    /// <returns>Whether an event meets the parameter; null when there is no such parameter.</returns>
    public static Func<EpcisEvent, bool>? Of(string name, IReadOnlyList<string> values) => name switch
    {
        "eventType" => found => values.Contains(found.Type.ToString()),
        "EQ_action" => found => values.Contains(found.Action?.ToString().ToUpperInvariant() ?? string.Empty),
        "EQ_bizStep" => Word(Cbv.BizStep, values, found => found.BizStep),
        "EQ_disposition" => Word(Cbv.Disposition, values, found => found.Disposition),
        "EQ_readPoint" => Same(values, found => [found.ReadPoint]),
        "EQ_bizLocation" => Same(values, found => [found.BizLocation]),
        "EQ_eventID" => found => values.Contains(found.EventId),
        "EQ_transformationID" => found => values.Contains(found.TransformationId ?? string.Empty),
        "EXISTS_errorDeclaration" => found => found.IsErrorDeclaration,
        "MATCH_epc" => Match(values, found => found.Epcs),
        "MATCH_parentID" => Match(values, found => [found.ParentId]),
        "MATCH_inputEPC" => Match(values, found => found.InputEpcs),
        "MATCH_outputEPC" => Match(values, found => found.OutputEpcs),
        "MATCH_anyEPC" => Match(
            values, found => [.. found.Epcs, .. found.InputEpcs, .. found.OutputEpcs, found.ParentId]),
        "MATCH_epcClass" => Match(values, found => Classes(found.Quantities)),
        "MATCH_inputEPCClass" => Match(values, found => Classes(found.InputQuantities)),
        "MATCH_outputEPCClass" => Match(values, found => Classes(found.OutputQuantities)),
        "MATCH_anyEPCClass" => Match(values, found => Classes(
            found.Quantities.Concat(found.InputQuantities).Concat(found.OutputQuantities))),
        _ when Rest(name, Transaction) is { } type =>
            Typed(Cbv.BizTransaction, type, values, found => found.BizTransactions),
        _ when Rest(name, Source) is { } type =>
            Typed(Cbv.SourceOrDestination, type, values, found => found.Sources),
        _ when Rest(name, Destination) is { } type =>
            Typed(Cbv.SourceOrDestination, type, values, found => found.Destinations),
        _ => null,
    };

    /// <returns>What is wrong with the values of a parameter; null when nothing is.</returns>
    public static string? FaultOf(string name, IReadOnlyList<string> values) => name switch
    {
        "eventType" when values.Any(value => !Enum.GetNames<EventType>().Contains(value)) =>
            "There is no such type of event.",
        "EQ_action" when values.Any(value => value is not ("OBSERVE" or "ADD" or "DELETE")) =>
            "OBSERVE, ADD or DELETE.",
        "EQ_bizStep" when values.Any(value => Cbv.BizStep.Bare(value) is null) =>
            "Neither a word of the Core Business Vocabulary nor a URI.",
        "EQ_disposition" when values.Any(value => Cbv.Disposition.Bare(value) is null) =>
            "Neither a word of the Core Business Vocabulary nor a URI.",
        "EXISTS_errorDeclaration" when values is not ["true"] => "true, or leave it out.",
        _ when name is not ("eventType" or "EQ_action" or "EQ_bizStep" or "EQ_disposition" or "EXISTS_errorDeclaration")
            && values.Any(value => !EpcUri.IsUri(value)) => "A URI is expected.",
        _ => null,
    };

    private static string? Rest(string name, string start) =>
        name.Length > start.Length && name.StartsWith(start, StringComparison.Ordinal) ? name[start.Length..] : null;

    private static Func<EpcisEvent, bool> Word(
        Cbv vocabulary, IReadOnlyList<string> values, Func<EpcisEvent, string?> member)
    {
        var wanted = values.Select(vocabulary.Bare).ToHashSet(StringComparer.Ordinal);
        return found => member(found) is { } word && wanted.Contains(word);
    }

    private static Func<EpcisEvent, bool> Same(
        IReadOnlyList<string> values, Func<EpcisEvent, IEnumerable<string?>> members)
    {
        var wanted = values.Select(EpcUri.Key).ToHashSet(StringComparer.Ordinal);
        return found => members(found).OfType<string>().Any(name => wanted.Contains(EpcUri.Key(name)));
    }

    // A class, or a pattern of all its instances, stands for everything that belongs to it.
    private static Func<EpcisEvent, bool> Match(
        IReadOnlyList<string> values, Func<EpcisEvent, IEnumerable<string?>> members)
    {
        var wanted = values.Select(EpcUri.Key).ToHashSet(StringComparer.Ordinal);
        return found => members(found).OfType<string>().Any(name => EpcUri.Keys(name).Any(wanted.Contains));
    }

    private static Func<EpcisEvent, bool> Typed(
        Cbv vocabulary, string type, IReadOnlyList<string> values, Func<EpcisEvent, IEnumerable<TypedName>> members)
    {
        var wanted = values.Select(EpcUri.Key).ToHashSet(StringComparer.Ordinal);
        var role = vocabulary.Bare(type);
        return found => members(found).Any(name =>
            role is not null && name.Type == role && wanted.Contains(EpcUri.Key(name.Name)));
    }

    private static IEnumerable<string?> Classes(IEnumerable<EpcQuantity> amounts) =>
        amounts.Select(amount => amount.EpcClass);
}
