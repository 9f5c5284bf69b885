namespace TwistedThreads.Commerce.Scanners;

/// <summary>Splits the notation of bar codes: identifier, value, next identifier, with separators where
/// needed.</summary>
/// <remarks>GS1 General Specifications, section 7.8: concatenation of element strings.</remarks>
internal static class ElementString
{
    /// <summary>FNC1 as scanners transmit it: ASCII group separator.</summary>
    public const char Separator = '\u001D';

    // Shorter ones, of (20), say too little: SKUs of a shop that moves in may begin with four digits.
    private const int ShortestFirst = 6;

    /// <summary>Whether the text begins with a complete field of predefined length, as no SKU of ours does.</summary>
    public static bool StartsIn(ReadOnlySpan<char> text) =>
        ApplicationIdentifiers.Leading(text) is { IsPredefined: true, Longest: >= ShortestFirst } first
        && text.Length >= first.Code.Length + first.Longest
        && text.Slice(first.Code.Length, first.Longest).IndexOfAnyExceptInRange('0', '9') < 0;

    public static ScanRefusal? Split(ref FieldList fields, int start)
    {
        for (var at = Next(fields.Text, start); at < fields.Text.Length; at = Next(fields.Text, at))
        {
            var rest = fields.Text.AsSpan(at);
            if (ApplicationIdentifiers.Leading(rest) is not { } identifier)
            {
                return ScanRefusal.UnknownIdentifier.At(rest, fields.PositionOf(at));
            }

            var value = rest[identifier.Code.Length..];
            var separator = value.IndexOf(Separator);
            var length = separator < 0 ? value.Length : separator;
            if (identifier.IsPredefined)
            {
                length = Math.Min(length, identifier.Longest);
            }
            else if (length > identifier.Longest)
            {
                return new ScanRefusal.MissingSeparator(
                    identifier.Code,
                    identifier.Longest,
                    fields.PositionOf(at + identifier.Code.Length + identifier.Longest));
            }

            if (fields.Add(new(identifier, at, at + identifier.Code.Length, length)) is { } refusal)
            {
                return refusal;
            }

            at += identifier.Code.Length + length;
        }

        return null;
    }

    /// <summary>Writes the fields of predefined length first, so that few separators are needed.</summary>
    /// <remarks>GS1 General Specifications, section 7.8.5: no separator after those, nor after the last.</remarks>
    public static string Of(IEnumerable<(ApplicationIdentifier Identifier, string Value)> fields)
    {
        var ordered = fields.OrderBy(field => !field.Identifier.IsPredefined).ToList();
        return string.Concat(ordered.Select((field, index) =>
            field.Identifier.Code + field.Value
            + (field.Identifier.IsPredefined || index == ordered.Count - 1 ? "" : Separator)));
    }

    private static int Next(string text, int at)
    {
        while (at < text.Length && text[at] == Separator)
        {
            at++;
        }

        return at;
    }
}
