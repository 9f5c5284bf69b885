using System.Collections.Immutable;
using System.Text;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>One field of a code, split from its neighbours; its content is not checked yet.</summary>
internal readonly record struct Element(ApplicationIdentifier Identifier, string Value);

/// <summary>Splits the notation of bar codes, and the bracketed one that is printed below them.</summary>
/// <remarks>GS1 General Specifications, section 7.8: concatenation of element strings.</remarks>
internal static class ElementString
{
    /// <summary>FNC1 as scanners transmit it: ASCII group separator.</summary>
    public const char Separator = '\u001D';

    /// <summary>Whether the text begins with a complete field of fixed length, as no SKU of ours does.</summary>
    public static bool StartsIn(string text) =>
        ApplicationIdentifiers.Leading(text) is { IsFixedLength: true } first
        && text.Length >= first.Code.Length + first.Longest
        && text.AsSpan(first.Code.Length, first.Longest).IndexOfAnyExceptInRange('0', '9') < 0;

    public static Result<ImmutableArray<Element>> Split(string text)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        for (var rest = text.TrimStart(Separator); rest.Length > 0; rest = rest.TrimStart(Separator))
        {
            if (ApplicationIdentifiers.Leading(rest) is not { } identifier)
            {
                return new ScanRefusal.UnknownIdentifier();
            }

            var field = rest[identifier.Code.Length..];
            var separator = field.IndexOf(Separator);
            var length = separator < 0 ? field.Length : separator;
            if (identifier.IsFixedLength)
            {
                length = Math.Min(length, identifier.Longest);
            }
            else if (length > identifier.Longest)
            {
                return new ScanRefusal.MissingSeparator(identifier.Code, identifier.Longest);
            }

            elements.Add(new(identifier, field[..length]));
            rest = field[length..];
        }

        return elements.ToImmutable();
    }

    /// <summary>Splits <c>(01)…(10)…</c>; a bracket inside a value is written <c>\(</c>, as in GS1's tools.</summary>
    public static Result<ImmutableArray<Element>> SplitBracketed(string text)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        for (var at = 0; at < text.Length;)
        {
            var close = text.IndexOf(')', at);
            if (close < 0 || ApplicationIdentifiers.Find(text[(at + 1)..close]) is not { } identifier)
            {
                return new ScanRefusal.UnknownIdentifier();
            }

            (var value, at) = BracketedValue(text, close + 1);
            elements.Add(new(identifier, value));
        }

        return elements.ToImmutable();
    }

    /// <summary>The opposite of <see cref="SplitBracketed"/>.</summary>
    public static string Bracketed(IEnumerable<KeyValuePair<string, string>> fields) => string.Concat(
        fields.Select(field => $"({field.Key}){field.Value.Replace("(", @"\(", StringComparison.Ordinal)}"));

    private static (string Value, int End) BracketedValue(string text, int from)
    {
        var value = new StringBuilder();
        var at = from;
        for (; at < text.Length && text[at] != '('; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '(' ? 1 : 0;
            value.Append(text[at]);
        }

        return (value.ToString(), at);
    }
}
