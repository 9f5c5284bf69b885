using System.Collections.Concurrent;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>One path of an ORDER BY.</summary>
internal sealed record SqlOrder(SqlExpression By, IReadOnlyList<string> Path, string Text, bool IsDescending);

/// <summary>One part of a SELECT.</summary>
internal sealed record SqlProjected(string? Name, string Text, SqlExpression Value);

/// <summary>A query, read.</summary>
/// <param name="Text">As it was sent.</param>
/// <param name="Select">What is answered for each item, or once for all where it aggregates.</param>
internal sealed record SqlQuery(string Text, SqlExpression Select)
{
    private const int MostRemembered = 1000;

    private static readonly ConcurrentDictionary<string, SqlQuery> Remembered = new(StringComparer.Ordinal);

    public string Alias { get; init; } = "c";

    /// <summary>The parts of the SELECT as they were written; their names are null where it is one value.</summary>
    public IReadOnlyList<SqlProjected> Projected { get; init; } = [];

    /// <summary>The FROM clause as it was written.</summary>
    public string FromText { get; init; } = "FROM c";

    /// <summary><c>SELECT VALUE</c>.</summary>
    public bool IsValue { get; init; }

    public SqlExpression? Top { get; init; }

    public string? TopText { get; init; }

    public SqlExpression? Where { get; init; }

    public string? WhereText { get; init; }

    public IReadOnlyList<SqlOrder> Orders { get; init; } = [];

    public SqlExpression? Offset { get; init; }

    public SqlExpression? Limit { get; init; }

    public bool IsAggregate { get; private set; }

    /// <exception cref="RefusalException">400 where the text is no query that the simulator knows.</exception>
    public static SqlQuery Parse(string text)
    {
        if (Remembered.Count > MostRemembered)
        {
            Remembered.Clear();
        }

        return Remembered.GetOrAdd(text, static text => new SqlParser(text).Query());
    }

    public static SqlQuery ParseCondition(string text) => new SqlParser(text).Condition();

    public bool Matches(Item item, SqlParameters parameters) =>
        Where is null || Where.Evaluate(new SqlScope(item.Root, parameters)).IsTrue;

    /// <summary>Refuses what would be answered wrongly.</summary>
    public void Check()
    {
        IsAggregate = Contains<SqlAggregate>(Select);
        if ((Where is { } where && Contains<SqlAggregate>(where)) || (IsAggregate && Orders.Count > 0))
        {
            throw new RefusalException(400, "Aggregates stand in the SELECT only, and without ORDER BY.");
        }

        if (Top is not null && Offset is not null)
        {
            throw new RefusalException(400, "'TOP' and 'OFFSET LIMIT' cannot be used together.");
        }
    }

    /// <summary>The number that TOP, OFFSET or LIMIT says.</summary>
    public static int? Count(SqlExpression? clause, SqlParameters parameters)
    {
        if (clause is null)
        {
            return null;
        }

        var value = clause.Evaluate(new SqlScope(default, parameters));
        return value.Type == SqlType.Number && double.IsInteger(value.Number) && value.Number >= 0
            ? (int)Math.Min(value.Number, int.MaxValue)
            : throw new RefusalException(400, "TOP, OFFSET and LIMIT take a whole number.");
    }

    private static bool Contains<T>(SqlExpression expression) =>
        expression is T || expression.Parts.Any(Contains<T>);
}
