using System.Globalization;
using System.Text;

namespace TwistedThreads.Functions.Platform.Documents;

/// <content>How a query becomes a statement.</content>
public sealed partial class SqliteContainer
{
    public (string Sql, object?[] Values) Query(DocumentQuery query, long now)
    {
        var values = new List<object?> { now };
        var sql = new StringBuilder($"SELECT {Columns} FROM {_table}{Through(query)} WHERE {Alive} $0)");
        foreach (var (condition, operands) in Conditions(query))
        {
            sql.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition,
                [.. operands.Select((_, index) => (object)$"${values.Count + index}")]);
            values.AddRange(operands);
        }

        sql.Append(query.Descending ? " ORDER BY pk DESC, id DESC" : " ORDER BY pk, id")
            .Append(CultureInfo.InvariantCulture, $" LIMIT ${values.Count}");
        values.Add(query.Limit + 1);
        return (sql.ToString(), [.. values]);
    }

    // The planner would rather walk the whole container in the order asked for than sort a handful of matches.
    private string Through(DocumentQuery query) =>
        query is { Where: { } filter, Kind: { } kind } && IsIndexed(kind, filter.Field)
            ? $" INDEXED BY {NameOf(kind, filter.Field)}"
            : string.Empty;

    private IEnumerable<(string Condition, object?[] Operands)> Conditions(DocumentQuery query)
    {
        if (query.PartitionKey is not null)
        {
            yield return ("pk = {0}", [query.PartitionKey]);
        }

        if (query.Kind is not null)
        {
            // A literal, because a partial index is only used when its condition stands in the query.
            yield return ($"kind = '{Known(query.Kind)}'", []);
        }

        if (query.IdPrefix is { Length: > 0 } prefix)
        {
            yield return ("id >= {0}", [prefix]);
            if (After(prefix) is { } end)
            {
                yield return ("id < {0}", [end]);
            }
        }

        if (query.Where is { } filter)
        {
            RequireIndex(query.Kind, filter.Field);
            yield return ($"{Member(filter.Field)} {Sign(filter.Comparison)} {{0}}", [filter.Value]);
        }

        if (query.Continuation is { } continuation)
        {
            var (pk, id) = continuation.Split('\n') is [var left, var right]
                ? (left, right)
                : throw new DocumentLimitException("The continuation is none of this store's.");
            yield return (query.Descending ? "(pk, id) < ({0}, {1})" : "(pk, id) > ({0}, {1})", [pk, id]);
        }
    }

    private static string Sign(FieldComparison comparison) => comparison switch
    {
        FieldComparison.Equal => "=",
        FieldComparison.Less => "<",
        _ => ">=",
    };

    // The first text after all that begin with the prefix, as SQLite compares it: by code points.
    private static string? After(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes is [.., var last])
        {
            runes.RemoveAt(runes.Count - 1);
            if (last.Value < 0x10FFFF)
            {
                return string.Concat(runes) + new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
            }
        }

        return null;
    }
}
