using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>Splits a GS1 Digital Link: a web address that carries a GTIN, an SSCC or a location in its path.</summary>
/// <remarks>GS1 Digital Link Standard: URI Syntax, section 4. The host is not looked at; compressed links are not
/// read. Query parameters that are no application identifier belong to the web and are passed over.</remarks>
internal static class DigitalLink
{
    public static bool StartsIn(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    public static Result<ImmutableArray<Element>> Split(string text)
    {
        var link = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('#')[0].Split('?', 2);

        return Path(link[0]).Then(path =>
            Query(link.ElementAtOrDefault(1) ?? "").Map(query => path.AddRange(query)));
    }

    private static Result<ImmutableArray<Element>> Path(string hostAndPath)
    {
        var segments = hostAndPath.TrimEnd('/').Split('/');
        var elements = new Stack<Element>();

        // Read from the right: a shop's own folders come before the key, and a value may look like an identifier.
        for (var at = segments.Length - 2; at >= 1; at -= 2)
        {
            if (ApplicationIdentifiers.Find(segments[at]) is not { } identifier)
            {
                return new ScanRefusal.Unreadable();
            }

            var element = Element(identifier, segments[at + 1]);
            if (element.IsRefused)
            {
                return element.Refusal!;
            }

            elements.Push(element.Value);
            if (identifier.Qualifiers is not null)
            {
                return InOrder([.. elements], identifier.Qualifiers);
            }
        }

        return new ScanRefusal.Unreadable();
    }

    private static Result<ImmutableArray<Element>> InOrder(ImmutableArray<Element> path, string[] qualifiers)
    {
        var last = -1;
        foreach (var (identifier, _) in path.Skip(1))
        {
            var place = Array.IndexOf(qualifiers, identifier.Code);
            if (place <= last)
            {
                return new ScanRefusal.WrongOrder(identifier.Code);
            }

            last = place;
        }

        return path;
    }

    private static Result<ImmutableArray<Element>> Query(string query)
    {
        var elements = ImmutableArray.CreateBuilder<Element>();
        foreach (var parameter in query.Split('&', ';').Select(parameter => parameter.Split('=', 2)))
        {
            if (ApplicationIdentifiers.Find(parameter[0]) is not { } identifier)
            {
                continue;
            }

            var element = Element(identifier, parameter.ElementAtOrDefault(1) ?? "");
            if (element.IsRefused)
            {
                return element.Refusal!;
            }

            elements.Add(element.Value);
        }

        return elements.ToImmutable();
    }

    private static Result<Element> Element(ApplicationIdentifier identifier, string encoded)
    {
        if (Decoded(encoded) is not { } value)
        {
            return new ScanRefusal.BadCharacter(identifier.Code);
        }

        // Version 1.1 of the standard allowed the short forms, and they are on labels still.
        var isShortGtin = identifier.Code == ApplicationIdentifiers.Gtin && value.Length is 8 or 12 or 13;
        return new Element(identifier, isShortGtin ? value.PadLeft(14, '0') : value);
    }

    /// <summary>Percent-decodes; null when an escape is broken.</summary>
    /// <remarks><see cref="Uri.UnescapeDataString(string)"/> leaves a broken escape, which is a legal value.</remarks>
    private static string? Decoded(string encoded)
    {
        var text = new StringBuilder();
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] != '%')
            {
                text.Append(encoded[at]);
            }
            else if (at + 2 < encoded.Length && byte.TryParse(
                encoded.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                at += 2;
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }
}
