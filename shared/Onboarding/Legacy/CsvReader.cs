namespace TwistedThreads.Commerce.Onboarding.Legacy;

/// <summary>One record of a file of separated values.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Raw">As it stands in the file.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Cells, string Raw)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>Reads separated values as RFC 4180 has them, and as people make them: quotes that are not doubled inside a
/// cell, that never close, or that close lines later.</summary>
public sealed class CsvReader(string text, char separator)
{
    private const int LongestQuoted = 2000;
    private int _at;
    private int _line = 1;

    /// <summary>The next record; null at the end.</summary>
    /// <param name="cells">How many cells a record has. One over several lines that has another number, or swallows a
    /// line that is a record by itself, comes of a quote that never closes: its first line stands alone.</param>
    public CsvRecord? Read(int cells)
    {
        if (_at >= text.Length)
        {
            return null;
        }

        var (start, line) = (_at, _line);
        var record = Read(start, line, mayBreak: true);
        if (_line <= line + 1)
        {
            return record;
        }

        var (end, next) = (_at, _line);
        (_at, _line) = (start, line);
        var first = Read(start, line, mayBreak: false);
        var (afterFirst, second) = (_at, _line);
        if (record.Cells.Count != cells || SwallowsARecord(end, cells))
        {
            (_at, _line) = (afterFirst, second);
            return first;
        }

        (_at, _line) = (end, next);
        return record;
    }

    private bool SwallowsARecord(int end, int cells)
    {
        while (_at < end)
        {
            if (Read(_at, _line, mayBreak: false).Cells.Count == cells)
            {
                return true;
            }
        }

        return false;
    }

    private CsvRecord Read(int start, int line, bool mayBreak)
    {
        var cells = new List<string>();
        do
        {
            cells.Add(Cell(mayBreak));
        }
        while (Takes(separator));

        var raw = text[start.._at].Trim();
        SkipLineEnd();
        return new CsvRecord(line, cells, raw);
    }

    private string Cell(bool mayBreak)
    {
        var open = _at;
        while (open < text.Length && text[open] == ' ')
        {
            open++;
        }

        if (open < text.Length && text[open] == '"' && ClosingAfter(open, mayBreak) is { } close)
        {
            var inner = text[(open + 1)..close];
            _line += LineEndsIn(inner);
            _at = close + 1;
            while (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }

            return inner.Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
        }

        var rest = text.AsSpan(_at);
        var end = rest.IndexOfAny(separator, '\r', '\n');
        var cell = (end < 0 ? rest : rest[..end]).ToString();
        _at += cell.Length;
        return cell.Trim();
    }

    // A quote closes where nothing but a separator, a line's end or the end follows; any other belongs to the cell.
    private int? ClosingAfter(int open, bool mayBreak)
    {
        var last = Math.Min(text.Length, open + LongestQuoted);
        for (var at = open + 1; at < last; at++)
        {
            if (!mayBreak && text[at] is '\r' or '\n')
            {
                return null;
            }

            if (text[at] != '"')
            {
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                at++;
                continue;
            }

            var next = at + 1;
            while (next < text.Length && text[next] == ' ')
            {
                next++;
            }

            if (next >= text.Length || text[next] == separator || text[next] is '\r' or '\n')
            {
                return at;
            }
        }

        return null;
    }

    private bool Takes(char wanted)
    {
        if (_at >= text.Length || text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipLineEnd()
    {
        if (_at >= text.Length)
        {
            return;
        }

        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
    }

    private static int LineEndsIn(string inner) =>
        inner.Replace("\r\n", "\n", StringComparison.Ordinal).Count(static letter => letter is '\r' or '\n');
}
