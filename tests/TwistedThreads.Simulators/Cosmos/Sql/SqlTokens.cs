using System.Globalization;
using System.Text;

namespace TwistedThreads.Simulators.Cosmos.Sql;

internal enum SqlTokenKind
{
    End,
    Name,
    Parameter,
    Number,
    String,
    Sign,
}

/// <param name="Text">A name, a sign or a string's content.</param>
/// <param name="Start">Where it begins in the query.</param>
/// <param name="End">Where the next may begin.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string word) => Kind switch
    {
        SqlTokenKind.Name => string.Equals(Text, word, StringComparison.OrdinalIgnoreCase),
        SqlTokenKind.Sign => Text == word,
        _ => false,
    };
}

/// <summary>Cuts a query into words.</summary>
internal static class SqlTokens
{
    private static readonly string[] LongSigns = ["<=", ">=", "!=", "<>", "??", "||"];

    public static IReadOnlyList<SqlToken> Read(string query)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (true)
        {
            while (at < query.Length && char.IsWhiteSpace(query[at]))
            {
                at++;
            }

            if (at == query.Length)
            {
                tokens.Add(new SqlToken(SqlTokenKind.End, "", at, at));
                return tokens;
            }

            var token = Next(query, at);
            tokens.Add(token);
            at = token.End;
        }
    }

    private static SqlToken Next(string query, int start)
    {
        var first = query[start];
        if (char.IsAsciiDigit(first))
        {
            return Number(query, start);
        }

        if (first is '"' or '\'')
        {
            return Quoted(query, start);
        }

        if (char.IsLetter(first) || first is '_' or '@')
        {
            var end = start + 1;
            while (end < query.Length && (char.IsLetterOrDigit(query[end]) || query[end] == '_'))
            {
                end++;
            }

            return new SqlToken(
                first == '@' ? SqlTokenKind.Parameter : SqlTokenKind.Name, query[start..end], start, end);
        }

        var length = Array.Exists(LongSigns, sign => string.CompareOrdinal(sign, 0, query, start, 2) == 0) ? 2 : 1;
        return new SqlToken(SqlTokenKind.Sign, query.Substring(start, length), start, start + length);
    }

    private static SqlToken Number(string query, int start)
    {
        var end = start;
        while (end < query.Length && (char.IsAsciiLetterOrDigit(query[end]) || query[end] == '.'
            || (query[end] is '+' or '-' && query[end - 1] is 'e' or 'E')))
        {
            end++;
        }

        var text = query[start..end];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? new SqlToken(SqlTokenKind.Number, text, start, end)
            : throw Refused(query, start);
    }

    private static SqlToken Quoted(string query, int start)
    {
        var text = new StringBuilder();
        for (var at = start + 1; at < query.Length; at++)
        {
            if (query[at] == query[start])
            {
                return new SqlToken(SqlTokenKind.String, text.ToString(), start, at + 1);
            }

            if (query[at] != '\\')
            {
                text.Append(query[at]);
            }
            else if (++at < query.Length)
            {
                text.Append(Escaped(query, ref at));
            }
        }

        throw Refused(query, start);
    }

    private static char Escaped(string query, ref int at)
    {
        switch (query[at])
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when at + 4 < query.Length
                && ushort.TryParse(query.AsSpan(at + 1, 4), NumberStyles.HexNumber, null, out var code):
                at += 4;
                return (char)code;
            case 'u':
                throw Refused(query, at);
            default:
                return query[at];
        }
    }

    public static RefusalException Refused(string query, int at) => new(
        400,
        $$$"""
        {"errors":[{"severity":"Error","location":{"start":{{{at}}},"end":{{{at + 1}}}},"code":"SC1001","message":
        "Syntax error, incorrect syntax near '{{{query[at..Math.Min(query.Length, at + 20)]}}}'."}]}
        """);
}
