namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Reads the clauses of a query. What it does not know it refuses.</summary>
internal sealed class SqlParser
{
    private readonly string _query;
    private readonly SqlReader _words;
    private SqlExpressions _expressions = null!;

    public SqlParser(string query) => (_query, _words) = (query, new SqlReader(query));

    /// <summary>A whole query.</summary>
    public SqlQuery Query()
    {
        _words.Require("SELECT");
        var start = _words.At;
        _words.SkipTo("FROM");
        var alias = Alias();
        var from = _words.At;

        // The list of the SELECT can be read only when the alias is known.
        _words.At = start;
        _expressions = new SqlExpressions(_words, alias);
        if (_words.Next.Is("DISTINCT"))
        {
            throw _words.Refused();
        }

        var top = _words.Take("TOP") ? _expressions.Unary() : null;
        var topText = top is null ? null : _words.Before.Text;
        var selected = Select();
        var fromStart = _words.Next.Start;
        _words.Require("FROM");
        _words.At = from;
        var fromText = _query[fromStart.._words.Before.End];
        return Clauses(alias, selected with { Top = top, TopText = topText, FromText = fromText });
    }

    /// <summary>A patch's condition: <c>FROM c WHERE …</c>.</summary>
    public SqlQuery Condition()
    {
        _words.SkipTo("FROM", isStart: true);
        var alias = Alias();
        _expressions = new SqlExpressions(_words, alias);
        _words.Require("WHERE");
        var query = new SqlQuery(_query, new SqlRoot()) { Where = _expressions.Expression() };
        _words.RequireEnd();
        return query;
    }

    private string Alias()
    {
        _words.Require("FROM");
        var name = _words.Name();
        if (_words.Take("AS"))
        {
            return _words.Name();
        }

        return _words.Next.Kind == SqlTokenKind.Name && !SqlReader.IsKeyword(_words.Next.Text) ? _words.Name() : name;
    }

    private SqlQuery Select()
    {
        if (_words.Take("*"))
        {
            return Selected(new SqlRoot(), [new SqlProjected(null, _expressions.Alias, new SqlRoot())]);
        }

        if (_words.Take("VALUE"))
        {
            var (value, text) = Sliced();
            return Selected(value, [new SqlProjected(null, text, value)]) with { IsValue = true };
        }

        var members = new List<SqlProjected>();
        do
        {
            var (value, text) = Sliced();
            var name = _words.Take("AS") ? _words.Name()
                : value is SqlMember { Name: SqlConstant { Value.Text: { } last } } ? last
                : value is SqlRoot ? _expressions.Alias
                : $"${members.Count + 1}";
            members.Add(new SqlProjected(name, text, value));
        }
        while (_words.Take(","));
        return Selected(new SqlObject([.. members.Select(member => (member.Name!, member.Value))]), members);
    }

    private SqlQuery Selected(SqlExpression select, IReadOnlyList<SqlProjected> projected) =>
        new(_query, select) { Projected = projected };

    private (SqlExpression Value, string Text) Sliced()
    {
        var start = _words.Next.Start;
        var value = _expressions.Expression();
        return (value, _query[start.._words.Before.End]);
    }

    private SqlQuery Clauses(string alias, SqlQuery query)
    {
        _expressions = new SqlExpressions(_words, alias);
        query = query with { Alias = alias };
        if (_words.Take("WHERE"))
        {
            var (where, text) = Sliced();
            query = query with { Where = where, WhereText = text };
        }

        if (_words.Take("ORDER"))
        {
            _words.Require("BY");
            query = query with { Orders = Orders() };
        }

        if (_words.Take("OFFSET"))
        {
            query = query with { Offset = _expressions.Unary() };
            _words.Require("LIMIT");
            query = query with { Limit = _expressions.Unary() };
        }

        _words.RequireEnd();
        query.Check();
        return query;
    }

    private List<SqlOrder> Orders()
    {
        var orders = new List<SqlOrder>();
        do
        {
            var (by, text) = Sliced();
            var isDescending = _words.Take("DESC");
            _ = isDescending || _words.Take("ASC");
            orders.Add(by is SqlMember member && member.Path() is { } path
                ? new SqlOrder(by, path, text, isDescending)
                : throw new RefusalException(400, $"ORDER BY '{text}' is no path of a property."));
        }
        while (_words.Take(","));
        return orders;
    }
}
