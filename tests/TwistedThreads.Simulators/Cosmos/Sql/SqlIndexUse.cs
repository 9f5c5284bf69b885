using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>What indexes do for a query: they decide which items must be loaded and which orders are served.</summary>
internal static class SqlIndexUse
{
    private static readonly string[] Served =
    [
        "IS_DEFINED", "IS_NULL", "IS_BOOL", "IS_NUMBER", "IS_STRING", "IS_ARRAY", "IS_OBJECT", "IS_PRIMITIVE",
        "STARTSWITH", "ENDSWITH", "CONTAINS", "STRINGEQUALS",
    ];

    /// <returns>The part of a filter that indexes decide; null where all items must be loaded.</returns>
    public static SqlExpression? ServedPart(SqlExpression? filter, ContainerDefinition container)
    {
        switch (filter)
        {
            case SqlBracket bracket:
                return ServedPart(bracket.Inner, container);
            case SqlBinary { Sign: "AND" } both:
                var (left, right) = (ServedPart(both.Left, container), ServedPart(both.Right, container));
                return left is null ? right : right is null ? left : new SqlBinary("AND", left, right);
            case SqlBinary { Sign: "OR" } either:
                return ServedPart(either.Left, container) is { } one && ServedPart(either.Right, container) is { } two
                    ? new SqlBinary("OR", one, two)
                    : null;
            default:
                return filter is not null && IsServed(filter, container) ? filter : null;
        }
    }

    /// <summary>Source: "Indexing policies": ORDER BY needs an index on its path, on several paths a composite
    /// index with the same paths in the same order, all directions equal or all reversed.</summary>
    /// <exception cref="RefusalException">400 where no index serves the order.</exception>
    public static void RequireOrder(IReadOnlyList<SqlOrder> orders, ContainerDefinition container)
    {
        if (orders.Count == 1 && !IsIndexed(orders[0].Path, container))
        {
            throw new RefusalException(400, "The order-by item is excluded by the index policy: " + orders[0].Text);
        }

        if (orders.Count > 1 && !container.Indexing.Composites.Any(index => Serves(index, orders)))
        {
            throw new RefusalException(
                400, "The order by query does not have a corresponding composite index that it can be served from.");
        }
    }

    private static bool Serves(IReadOnlyList<(string Path, bool IsDescending)> index, IReadOnlyList<SqlOrder> orders) =>
        index.Select(entry => entry.Path).SequenceEqual(orders.Select(order => string.Join('/', order.Path)))
        && index.Zip(orders, (entry, order) => entry.IsDescending == order.IsDescending).Distinct().Count() == 1;

    private static bool IsServed(SqlExpression filter, ContainerDefinition container) => filter switch
    {
        SqlBinary { Sign: "=" or "!=" or "<" or "<=" or ">" or ">=" } test => AreIndexed(test.Parts, container),
        SqlIn choice => AreIndexed(choice.Parts, container),
        SqlCall { Function: "ARRAY_CONTAINS", Arguments: [SqlMember member, ..] } call =>
            member.Path() is { } path && container.Indexing.IsIndexed([.. path, "[]"])
            && AreIndexed(call.Arguments.Skip(1), container),
        SqlCall call => Served.Contains(call.Function) && AreIndexed(call.Parts, container),
        SqlUnary { Sign: "NOT" } not => IsServed(not.Operand, container),
        SqlBracket bracket => IsServed(bracket.Inner, container),
        SqlMember => AreIndexed([filter], container),
        SqlConstant or SqlParameter => true,
        _ => false,
    };

    private static bool AreIndexed(IEnumerable<SqlExpression> operands, ContainerDefinition container) =>
        operands.All(operand => operand switch
        {
            SqlConstant or SqlParameter => true,
            SqlMember member => member.Path() is { } path && IsIndexed(path, container),
            _ => false,
        });

    private static bool IsIndexed(IReadOnlyList<string> path, ContainerDefinition container) =>
        path is ["id"] or ["_ts"] or ["_rid"]
        || "/" + string.Join('/', path) == container.PartitionKeyPath
        || container.Indexing.IsIndexed(path);
}
