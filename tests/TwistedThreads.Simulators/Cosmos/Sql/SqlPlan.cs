using System.Text.Json.Nodes;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>
/// How a client merges the answers of several partitions: what it sorts, counts and sums, the query that each
/// partition gets, and which hashes are concerned.
/// </summary>
/// <remarks>Source: what the service's own planner makes of the same query, which the SDK carries for Windows and
/// Linux; a test compares the two.</remarks>
internal static class SqlPlan
{
    private const string Filter = "{documentdb-formattableorderbyquery-filter}";

    /// <param name="query">What is asked.</param>
    /// <param name="parameters">Its values.</param>
    /// <param name="container">Where it is asked.</param>
    /// <param name="isOneKey">Whether the request names a partition key: then nothing is cut off by the client.</param>
    public static JsonObject Of(
        SqlQuery query, SqlParameters parameters, ContainerDefinition container, bool isOneKey)
    {
        var keys = SqlKeys.Of(query.Where, parameters, container);
        var isSpread = keys?.Count != 1;
        var isCut = isSpread && !isOneKey;
        var limit = SqlQuery.Count(query.Limit, parameters);
        var offset = SqlQuery.Count(query.Offset, parameters);
        var bounds = limit is null ? ""
            : isCut ? $"\nOFFSET 0 LIMIT {offset + limit}"
            : $"\nOFFSET {offset} LIMIT {limit}";
        var info = Empty(query);
        if (isCut)
        {
            info["top"] = SqlQuery.Count(query.Top, parameters);
            info["offset"] = offset;
            info["limit"] = limit;
            info["rewrittenQuery"] = limit is null ? "" : Plain(query) + bounds;
        }

        if (isSpread && query.Orders.Count > 0)
        {
            Sort(info, query, bounds);
        }
        else if (isSpread && query.IsAggregate)
        {
            Aggregate(info, query);
        }

        return new JsonObject
        {
            ["partitionedQueryExecutionInfoVersion"] = 2,
            ["queryInfo"] = info,
            ["queryRanges"] = new JsonArray([.. Ranges(keys)]),
        };
    }

    private static JsonObject Empty(SqlQuery query) => new()
    {
        ["distinctType"] = "None",
        ["top"] = null,
        ["offset"] = null,
        ["limit"] = null,
        ["orderBy"] = new JsonArray(),
        ["orderByExpressions"] = new JsonArray(),
        ["groupByExpressions"] = new JsonArray(),
        ["groupByAliases"] = new JsonArray(),
        ["aggregates"] = new JsonArray(),
        ["groupByAliasToAggregateType"] = new JsonObject(),
        ["rewrittenQuery"] = "",
        ["hasSelectValue"] = query.IsValue,
        ["dCountInfo"] = null,
        ["hasNonStreamingOrderBy"] = false,
    };

    private static void Sort(JsonObject info, SqlQuery query, string bounds)
    {
        foreach (var order in query.Orders)
        {
            info["orderBy"]!.AsArray().Add(order.IsDescending ? "Descending" : "Ascending");
            info["orderByExpressions"]!.AsArray().Add(order.Text);
        }

        var items = query.Orders.Select(order => $"{{\"item\": {order.Text}}}");
        var payload = query.Projected is [{ Name: null } value]
            ? value.Text
            : $"{{{string.Join(", ", query.Projected.Select(part => $"{Quoted(part.Name!)}: {part.Text}"))}}}";
        var filter = query.WhereText is { } where ? $"(({where}) AND ({Filter}))" : $"({Filter})";
        filter = query.IsValue && query.Select is not SqlRoot ? $"({filter} AND IS_DEFINED({payload}))" : filter;
        info["rewrittenQuery"] =
            $"SELECT {Top(query)}{query.Alias}._rid, [{string.Join(", ", items)}] AS orderByItems, {payload} AS payload"
            + $"\n{query.FromText}\nWHERE {filter}"
            + $"\nORDER BY {string.Join(", ", query.Orders.Select(order => order.Text + Direction(order)))}{bounds}";
    }

    private static void Aggregate(JsonObject info, SqlQuery query)
    {
        if (query.Projected.Any(part => part.Value is not SqlAggregate))
        {
            throw new RefusalException(400, "Across partitions a SELECT aggregates with bare aggregates only.");
        }

        var where = query.WhereText is { } filter ? $"\nWHERE ({filter})" : "";
        if (query.IsValue)
        {
            info["aggregates"]!.AsArray().Add(Name(query.Projected[0]));
            info["rewrittenQuery"] = $"SELECT VALUE [{Partial(query.Projected[0])}]\n{query.FromText}{where}";
            return;
        }

        foreach (var part in query.Projected)
        {
            info["groupByAliases"]!.AsArray().Add(part.Name);
            info["groupByAliasToAggregateType"]![part.Name!] = Name(part);
        }

        var payload = query.Projected.Select(part => $"{Quoted(part.Name!)}: {Partial(part)}");
        info["rewrittenQuery"] =
            $"SELECT {{{string.Join(", ", payload)}}} AS payload\n{query.FromText}{where}";
    }

    // What each partition says, so that the client can put it together.
    private static string Partial(SqlProjected part)
    {
        var operand = part.Text[(part.Text.IndexOf('(') + 1)..^1];
        var (function, count) = (((SqlAggregate)part.Value).Function, $"\"count\": COUNT({operand})");
        var partial = $"\"item\": {function}({operand})";
        return function switch
        {
            "AVG" => $"{{\"item\": {{\"sum\": SUM({operand}), {count}}}}}",
            "MIN" => $"{{{partial}, \"item2\": {{\"min\": MIN({operand}), {count}}}}}",
            "MAX" => $"{{{partial}, \"item2\": {{\"max\": MAX({operand}), {count}}}}}",
            _ => $"{{{partial}}}",
        };
    }

    private static string Name(SqlProjected part) => ((SqlAggregate)part.Value).Function switch
    {
        "AVG" => "Average",
        var function => function[..1] + function[1..].ToLowerInvariant(),
    };

    private static string Plain(SqlQuery query)
    {
        var end = query.Text.LastIndexOf("OFFSET", StringComparison.OrdinalIgnoreCase);
        return query.Text[..end].TrimEnd();
    }

    private static string Top(SqlQuery query) => query.TopText is { } top ? $"TOP {top} " : "";

    private static string Direction(SqlOrder order) => order.IsDescending ? " DESC" : " ASC";

    private static string Quoted(string name) => JsonValue.Create(name).ToJsonString();

    private static IEnumerable<JsonObject> Ranges(IReadOnlyList<PartitionKeyValue>? keys) => keys is null
        ? [Range(PartitionKeyHash.Lowest, PartitionKeyHash.Highest, isPoint: false)]
        : keys.OrderBy(key => key.Hash, StringComparer.Ordinal).Select(key => Range(key.Hash, key.Hash, isPoint: true));

    private static JsonObject Range(string from, string until, bool isPoint) => new JsonObject
    {
        ["min"] = from,
        ["max"] = until,
        ["isMinInclusive"] = true,
        ["isMaxInclusive"] = isPoint,
    };
}
