namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Goes through the words of a query.</summary>
internal sealed class SqlReader(string query)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "TOP", "VALUE", "DISTINCT", "FROM", "IN", "JOIN", "WHERE", "GROUP", "ORDER", "BY", "ASC", "DESC",
        "OFFSET", "LIMIT", "AND", "OR", "NOT", "BETWEEN", "LIKE", "ESCAPE", "EXISTS", "ARRAY", "AS", "UDF",
    };

    private readonly IReadOnlyList<SqlToken> _tokens = SqlTokens.Read(query);

    public int At { get; set; }

    public SqlToken Next => _tokens[At];

    public SqlToken Before => _tokens[At - 1];

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    public SqlToken Read()
    {
        var token = _tokens[At];
        At += token.Kind == SqlTokenKind.End ? 0 : 1;
        return token;
    }

    public bool Take(string word)
    {
        var isThere = Next.Is(word);
        At += isThere ? 1 : 0;
        return isThere;
    }

    public void Require(string word)
    {
        if (!Take(word))
        {
            throw Refused();
        }
    }

    public void RequireEnd()
    {
        if (Next.Kind != SqlTokenKind.End)
        {
            throw Refused();
        }
    }

    public string Name() => Next.Kind == SqlTokenKind.Name && !IsKeyword(Next.Text) ? Read().Text : throw Refused();

    /// <summary>Stops before a word that stands outside of brackets.</summary>
    public void SkipTo(string word, bool isStart = false)
    {
        var depth = 0;
        while (depth > 0 || !Next.Is(word))
        {
            if (Next.Kind == SqlTokenKind.End || isStart)
            {
                throw Refused();
            }

            var sign = Read();
            depth += sign.Is("(") || sign.Is("[") || sign.Is("{") ? 1
                : sign.Is(")") || sign.Is("]") || sign.Is("}") ? -1 : 0;
        }
    }

    public RefusalException Refused() => SqlTokens.Refused(query, Next.Start);
}
