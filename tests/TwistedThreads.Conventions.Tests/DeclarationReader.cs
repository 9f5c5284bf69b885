using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests;

/// <summary>A type or a member as it stands in a file.</summary>
/// <param name="Header">Everything before the body.</param>
/// <param name="Start">Position of its first word, after attributes.</param>
/// <param name="End">Position behind its last sign.</param>
internal sealed record Declaration(string Name, bool IsType, string Header, int Start, int End)
{
    /// <summary>A body of its own and parameters: a method, a constructor or an operator.</summary>
    public bool IsMethod => !IsType && Header.Contains('(', StringComparison.Ordinal);
}

/// <summary>Finds types and members by matching braces in code that is free of comments and text.</summary>
internal sealed partial class DeclarationReader
{
    private readonly string _code;
    private readonly List<Declaration> _found = [];

    private DeclarationReader(string code) => _code = code;

    public static IReadOnlyList<Declaration> Read(string code)
    {
        var reader = new DeclarationReader(code);
        reader.ReadMembers(0, code.Length);
        return reader._found;
    }

    private void ReadMembers(int at, int end)
    {
        while ((at = SkipToDeclaration(at, end)) < end)
        {
            at = ReadMember(at, end);
        }
    }

    private int SkipToDeclaration(int at, int end)
    {
        while (at < end)
        {
            if (_code[at] == '#')
            {
                at = _code.IndexOf('\n', at) is var line && line < 0 ? end : line;
            }
            else if (_code[at] == '[')
            {
                at = Match(at);
            }
            else if (char.IsWhiteSpace(_code[at]) || _code[at] is ';' or '}')
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private int ReadMember(int start, int end)
    {
        var headerEnd = -1;
        var at = start;
        for (; at < end && _code[at] != ';'; at++)
        {
            if (_code[at] is '(' or '[')
            {
                at = Match(at) - 1;
            }
            else if (IsAssignment(start, at))
            {
                headerEnd = headerEnd < 0 ? at : headerEnd;
            }
            else if (_code[at] == '{')
            {
                var isBody = headerEnd < 0;
                headerEnd = isBody ? at : headerEnd;
                at = Match(at) - 1;
                if (isBody && !ContinuesAfter(at + 1))
                {
                    break;
                }
            }
        }

        var past = Math.Min(at + 1, end);
        Add(start, headerEnd < 0 ? at : headerEnd, past);
        return past;
    }

    private void Add(int start, int headerEnd, int end)
    {
        var header = _code[start..headerEnd].Trim();
        var type = TypeHeader().Match(header);
        if (type.Success)
        {
            _found.Add(new Declaration(type.Groups["name"].Value, true, header, start, end));
        }
        else if (MethodName().Match(header) is { Success: true } method)
        {
            _found.Add(new Declaration(method.Groups["name"].Value, false, header, start, end));
        }

        var opensScope = type.Success ? type.Groups["kind"].Value != "enum" : ScopeHeader().IsMatch(header);
        if (opensScope && headerEnd < end && _code[headerEnd] == '{')
        {
            ReadMembers(headerEnd + 1, end - 1);
        }
    }

    // The first '=' or '=>' that is no comparison and no operator's name.
    private bool IsAssignment(int start, int at) => _code[at] == '='
        && !OperatorName().IsMatch(_code[start..at])
        && !(at > 0 && _code[at - 1] is '=' or '!' or '<' or '>')
        && !(at + 1 < _code.Length && _code[at + 1] == '=');

    private bool ContinuesAfter(int at)
    {
        while (at < _code.Length && char.IsWhiteSpace(_code[at]))
        {
            at++;
        }

        return at < _code.Length && _code[at] == '=';
    }

    /// <returns>The position behind the bracket that closes the one at <paramref name="at"/>.</returns>
    private int Match(int at)
    {
        var depth = 0;
        for (; at < _code.Length; at++)
        {
            depth += _code[at] is '(' or '[' or '{' ? 1 : _code[at] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return _code.Length;
    }

    [GeneratedRegex(
        @"^((public|internal|private|protected|file|sealed|static|abstract|partial|readonly|ref|new)\s+)*"
        + @"(?<kind>class|struct|interface|enum|record(\s+(class|struct))?)\s+(?<name>\w+)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"^(namespace|extension)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex ScopeHeader();

    [GeneratedRegex(
        @"(?<name>\w+|[-+*/%&|^~!=<>]+)\s*(<[\w\s,]*>)?\s*\(",
        RegexOptions.ExplicitCapture | RegexOptions.RightToLeft)]
    private static partial Regex MethodName();

    [GeneratedRegex(@"\boperator\s*\S?\S?$", RegexOptions.ExplicitCapture)]
    private static partial Regex OperatorName();
}
