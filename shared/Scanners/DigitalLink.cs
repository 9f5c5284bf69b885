using System.Globalization;
using System.Text;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>Splits a GS1 Digital Link: a web address that carries a key, such as a GTIN or an SSCC, in its
/// path.</summary>
/// <remarks>GS1 Digital Link Standard: URI Syntax, section 4. The host is not looked at; compressed links are not
/// read. Query parameters that are no application identifier belong to the web and are passed over. A qualifier in the
/// query is read, though the standard wants it in the path.</remarks>
internal static class DigitalLink
{
    public const char Escape = '%';

    public static bool StartsIn(ReadOnlySpan<char> text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    public static ScanRefusal? Split(ref FieldList fields, int start)
    {
        var text = fields.Text;
        var host = text.IndexOf("//", start, StringComparison.Ordinal) + 2;
        var fragment = text.IndexOf('#', host);
        var end = fragment < 0 ? text.Length : fragment;
        var query = text.AsSpan(host, end - host).IndexOf('?');
        var pathEnd = host + text.AsSpan(host, query < 0 ? end - host : query).TrimEnd('/').Length;

        return KeyIn(text, host, pathEnd) is { } key
            ? Path(ref fields, key, pathEnd) ?? (query < 0 ? null : Query(ref fields, host + query + 1, end))
            : fields.Unreadable(host);
    }

    /// <summary>The index of the key in the path; null when there is none.</summary>
    private static int? KeyIn(string text, int host, int end)
    {
        // Read from the right: a shop's own folders come before the key, and a value may look like an identifier.
        while (true)
        {
            var value = text.AsSpan(host, end - host).LastIndexOf('/');
            var slash = value < 0 ? -1 : text.AsSpan(host, value).LastIndexOf('/');
            if (slash < 0 || ApplicationIdentifiers.Find(text.AsSpan(host)[(slash + 1)..value]) is not { } identifier)
            {
                return null;
            }

            if (identifier.IsKey)
            {
                return host + slash + 1;
            }

            end = host + slash;
        }
    }

    private static ScanRefusal? Path(ref FieldList fields, int start, int end)
    {
        ApplicationIdentifier? key = null;
        string[]? sequence = null;
        var last = -1;
        for (var at = start; at < end;)
        {
            var value = fields.Text.IndexOf('/', at) + 1;
            var identifier = ApplicationIdentifiers.Find(fields.Text.AsSpan(at, value - 1 - at))!;
            if (key is not null)
            {
                sequence ??= SequenceOf(key, identifier);
                var place = Array.IndexOf(sequence, identifier.Code);
                if (place <= last)
                {
                    return new ScanRefusal.WrongOrder(identifier.Code, fields.PositionOf(at));
                }

                last = place;
            }

            key ??= identifier;
            var length = fields.Text.AsSpan(value, end - value).IndexOf('/');
            length = length < 0 ? end - value : length;
            if (Add(ref fields, identifier, at, value, length) is { } refusal)
            {
                return refusal;
            }

            at = value + length + 1;
        }

        return null;
    }

    private static string[] SequenceOf(ApplicationIdentifier key, ApplicationIdentifier qualifier)
    {
        foreach (var sequence in key.Qualifiers)
        {
            if (Array.IndexOf(sequence, qualifier.Code) >= 0)
            {
                return sequence;
            }
        }

        return [];
    }

    private static ScanRefusal? Query(ref FieldList fields, int start, int end)
    {
        for (var at = start; at < end;)
        {
            var parameter = fields.Text.AsSpan(at, end - at);
            var length = parameter.IndexOfAny('&', ';');
            parameter = length < 0 ? parameter : parameter[..length];
            var name = parameter.IndexOf('=');
            var value = name < 0 ? parameter.Length : name + 1;
            if (ApplicationIdentifiers.Find(name < 0 ? parameter : parameter[..name]) is { } identifier
                && Add(ref fields, identifier, at, at + value, parameter.Length - value) is { } refusal)
            {
                return refusal;
            }

            at += parameter.Length + 1;
        }

        return null;
    }

    private static ScanRefusal? Add(
        ref FieldList fields, ApplicationIdentifier identifier, int at, int start, int length)
    {
        var encoded = fields.Text.AsSpan(start, length);
        string? plain = null;
        if (encoded.Contains(Escape) && (plain = Decoded(encoded, out var broken)) is null)
        {
            return new ScanRefusal.BadCharacter(identifier.Code, fields.PositionOf(start + broken));
        }

        // Version 1.1 of the standard allowed the short forms, and they are on labels still.
        return fields.Add(
            new(identifier, at, start, length, plain), mayBeShort: identifier.Code == ApplicationIdentifiers.Gtin);
    }

    /// <summary>Percent-decodes; null when an escape is broken.</summary>
    /// <remarks><see cref="Uri.UnescapeDataString(string)"/> leaves a broken escape, which is a legal value.</remarks>
    private static string? Decoded(ReadOnlySpan<char> encoded, out int broken)
    {
        var text = new StringBuilder(encoded.Length);
        for (broken = 0; broken < encoded.Length; broken++)
        {
            if (encoded[broken] != Escape)
            {
                text.Append(encoded[broken]);
            }
            else if (broken + 2 < encoded.Length && byte.TryParse(
                encoded.Slice(broken + 1, 2),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code))
            {
                text.Append((char)code);
                broken += 2;
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }
}
