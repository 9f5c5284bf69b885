namespace TwistedThreads.Commerce.Scanners;

/// <summary>The notation that is printed below bar codes: <c>(01)…(10)…</c>.</summary>
/// <remarks>GS1 General Specifications, section 4.14. A bracket inside a value is written <c>\(</c>, as in GS1's tools;
/// no value holds a backslash.</remarks>
internal static class Bracketed
{
    public const char Escape = '\\';

    public static ScanRefusal? Split(ref FieldList fields, int start)
    {
        for (var at = start; at < fields.Text.Length;)
        {
            var rest = fields.Text.AsSpan(at + 1);
            var close = rest.IndexOf(')');
            if (close < 0 || ApplicationIdentifiers.Find(rest[..close]) is not { } identifier)
            {
                return ScanRefusal.UnknownIdentifier.At(rest, fields.PositionOf(at + 1));
            }

            var value = rest[(close + 1)..];
            value = value[..LengthOf(value)];
            var plain = value.Contains(@"\(", StringComparison.Ordinal)
                ? value.ToString().Replace(@"\(", "(", StringComparison.Ordinal)
                : null;
            var from = at + close + 2;
            if (fields.Add(new(identifier, at + 1, from, value.Length, plain)) is { } refusal)
            {
                return refusal;
            }

            at = from + value.Length;
        }

        return null;
    }

    public static string Of(IEnumerable<(ApplicationIdentifier Identifier, string Value)> fields) =>
        string.Concat(fields.Select(field =>
            $"({field.Identifier.Code}){field.Value.Replace("(", @"\(", StringComparison.Ordinal)}"));

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        for (var from = 0; ;)
        {
            var bracket = text[from..].IndexOf('(');
            if (bracket < 0)
            {
                return text.Length;
            }

            from += bracket + 1;
            if (from < 2 || text[from - 2] != Escape)
            {
                return from - 1;
            }
        }
    }
}
