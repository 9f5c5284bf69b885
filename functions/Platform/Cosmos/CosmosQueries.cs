using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>How queries and conditions become the service's SQL. Values are always parameters or whole numbers; names
/// are checked.</summary>
public static class CosmosQueries
{
    /// <summary>Ordered by partition and id, so that a page can be gone on with.</summary>
    public static QueryDefinition Of(DocumentQuery query, DocumentContainer container) =>
        Write(query, container, Order(query, container));

    /// <summary>In whatever order the service finds the documents.</summary>
    public static QueryDefinition Unordered(DocumentQuery query, DocumentContainer container) =>
        Write(query, container, string.Empty);

    public static string ContinueAfter(Document last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return $"{last.PartitionKey}\n{last.Id}";
    }

    /// <summary>The predicate of a conditional patch; null when it is to happen in any case. A member that is missing
    /// counts as zero, which the service's arithmetic does not know: comparing what is undefined is false.</summary>
    /// <param name="conditions">All must hold.</param>
    /// <param name="guard">The mark of a write that must not happen again; null when there is no need.</param>
    public static string? Predicate(IReadOnlyList<AtLeast> conditions, string? guard)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var all = conditions.Select(condition => $"({Holds(condition)})").ToList();
        if (guard is not null)
        {
            all.Add($"(NOT IS_DEFINED(c.write) OR c.write != \"{guard}\")");
        }

        return all.Count == 0 ? null : "FROM c WHERE " + string.Join(" AND ", all);
    }

    public static string Path(string field)
    {
        DocumentLimits.CheckName(field);
        return $"/{CosmosForm.Body}/{field}";
    }

    private static QueryDefinition Write(DocumentQuery query, DocumentContainer container, string order)
    {
        var conditions = new List<string>();
        var values = new List<(string Name, object Value)>();
        void Where(string condition, string name, object value)
        {
            conditions.Add(condition);
            values.Add((name, value));
        }

        if (query.Kind is { } kind)
        {
            DocumentLimits.CheckName(kind);
            Where("c.kind = @kind", "@kind", kind);
        }

        if (query.IdPrefix is { Length: > 0 } prefix)
        {
            Where("STARTSWITH(c.id, @prefix)", "@prefix", prefix);
        }

        if (query.Where is { } filter)
        {
            RequireIndex(container, query.Kind, filter.Field);
            Where($"{Member(filter.Field)} {Sign(filter.Comparison)} @value", "@value", filter.Value);
        }

        Continue(query, container, conditions, values);
        var where = conditions.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", conditions);
        return values.Aggregate(
            new QueryDefinition("SELECT * FROM c" + where + order),
            (definition, value) => definition.WithParameter(value.Name, value.Value));
    }

    private static string Holds(AtLeast condition)
    {
        var field = Member(condition.Field);
        var value = condition.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (condition.Minus is null)
        {
            return condition.Value > 0 ? $"{field} >= {value}" : $"NOT IS_DEFINED({field}) OR {field} >= {value}";
        }

        var minus = Member(condition.Minus);
        string[] cases =
        [
            $"{field} - {minus} >= {value}",
            $"(NOT IS_DEFINED({minus}) AND {field} >= {value})",
            $"(NOT IS_DEFINED({field}) AND 0 - {minus} >= {value})",
            condition.Value > 0 ? string.Empty : $"(NOT IS_DEFINED({field}) AND NOT IS_DEFINED({minus}))",
        ];
        return string.Join(" OR ", cases.Where(text => text.Length > 0));
    }

    private static void Continue(
        DocumentQuery query,
        DocumentContainer container,
        List<string> conditions,
        List<(string Name, object Value)> values)
    {
        if (query.Continuation is not { } continuation)
        {
            return;
        }

        var parts = continuation.Split('\n');
        if (parts.Length != 2)
        {
            throw new DocumentLimitException("This is no continuation of a query.");
        }

        var after = query.Descending ? "<" : ">";
        var partition = $"c.{container.PartitionKey}";
        conditions.Add(query.PartitionKey is null
            ? $"({partition} > @pk OR ({partition} = @pk AND c.id > @after))"
            : $"c.id {after} @after");
        values.Add(("@after", parts[1]));
        if (query.PartitionKey is null)
        {
            values.Add(("@pk", parts[0]));
        }
    }

    private static string Order(DocumentQuery query, DocumentContainer container) =>
        query.PartitionKey is null ? $" ORDER BY c.{container.PartitionKey} ASC, c.id ASC"
        : query.Descending ? " ORDER BY c.id DESC"
        : " ORDER BY c.id ASC";

    private static string Member(string field)
    {
        DocumentLimits.CheckName(field);
        return $"c.{CosmosForm.Body}[\"{field}\"]";
    }

    private static string Sign(FieldComparison comparison) => comparison switch
    {
        FieldComparison.Equal => "=",
        FieldComparison.Less => "<",
        _ => ">=",
    };

    private static void RequireIndex(DocumentContainer container, string? kind, string field)
    {
        if (kind is null || !container.Indexes.Any(index => index.Kind == kind && index.Field == field))
        {
            throw new DocumentLimitException($"{container.Name} has no index on {kind}.{field}.");
        }
    }
}
