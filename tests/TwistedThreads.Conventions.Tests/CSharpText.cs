namespace TwistedThreads.Conventions.Tests;

/// <summary>C# source with its code, its comments and its literal text told apart. Every view is as long as the
/// source, with blanks where the rest was, so that positions and lines agree.</summary>
internal sealed class CSharpText
{
    private const char Plain = 'c', Comment = '/', Literal = '"';
    private readonly string _source;
    private readonly char[] _kinds;
    private int _at;

    private CSharpText(string source)
    {
        _source = source;
        _kinds = new char[source.Length];
        Array.Fill(_kinds, Plain);
    }

    public string Code => View(Plain, Plain);

    public string CodeAndText => View(Plain, Literal);

    public string Comments => View(Comment, Comment);

    public static CSharpText Read(string source)
    {
        var text = new CSharpText(source);
        text.ScanCode(isHole: false);
        return text;
    }

    private string View(char one, char other)
    {
        var view = _source.ToCharArray();
        for (var index = 0; index < view.Length; index++)
        {
            if (_kinds[index] != one && _kinds[index] != other && view[index] != '\n')
            {
                view[index] = ' ';
            }
        }

        return new string(view);
    }

    // A hole of an interpolated string is code again, up to its own closing brace or its format.
    private void ScanCode(bool isHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            if (isHole && depth == 0 && _source[_at] is '}' or ':')
            {
                return;
            }

            if (Starts("//"))
            {
                Mark(Comment, EndOf("\n", _at, keepsEnd: false));
            }
            else if (Starts("/*"))
            {
                Mark(Comment, EndOf("*/", _at + 2, keepsEnd: true));
            }
            else if (_source[_at] == '\'')
            {
                ScanQuoted('\'', dollars: 0, isVerbatim: false);
            }
            else if (StringPrefix() is { } prefix)
            {
                ScanString(prefix);
            }
            else
            {
                depth += _source[_at] is '(' or '[' or '{' ? 1 : _source[_at] is ')' or ']' or '}' ? -1 : 0;
                _at++;
            }
        }
    }

    /// <returns>What stands before the opening quote, dollars and at-signs; null where no string begins.</returns>
    private string? StringPrefix()
    {
        var end = _at;
        while (end < _source.Length && _source[end] is '$' or '@')
        {
            end++;
        }

        return end < _source.Length && _source[end] == '"' ? _source[_at..end] : null;
    }

    private void ScanString(string prefix)
    {
        var dollars = prefix.Count(static sign => sign == '$');
        Mark(Literal, _at + prefix.Length);
        var quotes = Run('"');
        if (quotes >= 3)
        {
            Mark(Literal, _at + quotes);
            ScanRaw(quotes, dollars);
        }
        else if (quotes == 2)
        {
            Mark(Literal, _at + 2);
        }
        else
        {
            ScanQuoted('"', dollars, prefix.Contains('@', StringComparison.Ordinal));
        }
    }

    private void ScanQuoted(char quote, int dollars, bool isVerbatim)
    {
        Mark(Literal, _at + 1);
        while (_at < _source.Length)
        {
            if (IsEscape(dollars > 0, isVerbatim))
            {
                Mark(Literal, _at + 2);
            }
            else if (dollars > 0 && _source[_at] == '{')
            {
                ScanHole(1);
            }
            else
            {
                var isEnd = _source[_at] == quote;
                Mark(Literal, _at + 1);
                if (isEnd)
                {
                    return;
                }
            }
        }
    }

    private bool IsEscape(bool isInterpolated, bool isVerbatim) =>
        (isVerbatim ? Starts("\"\"") : _source[_at] == '\\')
        || (isInterpolated && (Starts("{{") || Starts("}}")));

    private void ScanRaw(int quotes, int dollars)
    {
        while (_at < _source.Length)
        {
            if (Run('"') >= quotes)
            {
                Mark(Literal, _at + Run('"'));
                return;
            }

            if (dollars > 0 && Run('{') >= dollars)
            {
                Mark(Literal, _at + Run('{') - dollars);
                ScanHole(dollars);
            }
            else
            {
                Mark(Literal, _at + 1);
            }
        }
    }

    private void ScanHole(int braces)
    {
        Mark(Literal, _at + braces);
        ScanCode(isHole: true);
        Mark(Literal, EndOf(new string('}', braces), _at, keepsEnd: true));
    }

    private bool Starts(string sign) => string.CompareOrdinal(_source, _at, sign, 0, sign.Length) == 0;

    private int Run(char sign)
    {
        var end = _at;
        while (end < _source.Length && _source[end] == sign)
        {
            end++;
        }

        return end - _at;
    }

    private int EndOf(string sign, int from, bool keepsEnd)
    {
        var found = from > _source.Length ? -1 : _source.IndexOf(sign, from, StringComparison.Ordinal);
        return found < 0 ? _source.Length : keepsEnd ? found + sign.Length : found;
    }

    private void Mark(char kind, int end)
    {
        end = Math.Min(end, _source.Length);
        Array.Fill(_kinds, kind, _at, end - _at);
        _at = end;
    }
}
