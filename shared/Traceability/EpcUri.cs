using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Names of things, classes, places and parties as EPCIS events carry them: EPC URNs, GS1 Digital Link URIs,
/// and any other URI, which stands for itself.</summary>
/// <remarks>GS1 EPC Tag Data Standard 2.0, sections 6 to 8; GS1 Digital Link URI Syntax 1.2, section 4.11.</remarks>
public static class EpcUri
{
    /// <summary>Characters, inclusive; longer names are refused.</summary>
    public const int MaxLength = 1024;

    /// <summary>The domain of every canonical Digital Link.</summary>
    public const string Domain = "https://id.gs1.org/";

    private const string Article = Domain + "01/";
    private const string Place = Domain + "414/";
    private const int GtinDigits = 14;
    private const int GlnDigits = 13;

    private static readonly (string Start, int Digits)[] SerialKeys =
        [("8003/", 14), ("8006/", 18), ("253/", 13), ("255/", 13)];

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

    /// <summary>Whether the text is an absolute URI of printable ASCII characters.</summary>
    public static bool IsUri(string? text)
    {
        if (text is null or { Length: > MaxLength } || !text.All(static c => c is > ' ' and <= '~' and not '"'))
        {
            return false;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 && char.IsAsciiLetter(text[0])
            && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    /// <summary>Whether a name that looks like a GS1 key is one: right lengths and check digits. What does not look
    /// like a GS1 key passes.</summary>
    public static bool IsSound(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return !(EpcUrn.Claims(uri) || uri.StartsWith(Domain, StringComparison.Ordinal)) || Canonical(uri) is not null;
    }

    /// <summary>The constrained canonical Digital Link that says the same; null when the URI carries no GS1
    /// key.</summary>
    public static string? Canonical(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return EpcUrn.ToLink(uri) ?? LinkUri.Canonical(uri);
    }

    /// <summary>One text for all spellings of a name, by which it is looked for.</summary>
    public static string Key(string uri) => Canonical(uri) ?? uri;

    /// <summary>The keys by which a name is found: itself, and the class it belongs to.</summary>
    public static IEnumerable<string> Keys(string uri)
    {
        var key = Key(uri);
        yield return key;
        if (ClassOf(key) is { } article && article != key)
        {
            yield return article;
        }
    }

    /// <summary>The article a canonical name belongs to; null when it belongs to none.</summary>
    public static Gtin? GtinOf(string uri) =>
        Key(uri) is var key && key.StartsWith(Article, StringComparison.Ordinal)
        && key.Length >= Article.Length + GtinDigits
        && Gtin.TryParse(key.Substring(Article.Length, GtinDigits), out var gtin)
            ? gtin
            : null;

    /// <summary>The Global Location Number, 13 digits; null when the name is not of a place.</summary>
    public static string? GlnOf(string? uri) =>
        uri is not null && Key(uri) is var key && key.StartsWith(Place, StringComparison.Ordinal)
        && key.Length >= Place.Length + GlnDigits
            ? key.Substring(Place.Length, GlnDigits)
            : null;

    public static string OfGtin(Gtin gtin) => Article + gtin.Value;

    public static string OfGln(string gln) => Place + gln;

    // Where serial numbers follow their class without a mark, its length tells where they begin.
    private static string? ClassOf(string key)
    {
        if (GtinOf(key) is { } gtin)
        {
            return OfGtin(gtin);
        }

        foreach (var (start, digits) in SerialKeys)
        {
            var length = Domain.Length + start.Length + digits;
            if (key.Length >= length && key.AsSpan(Domain.Length).StartsWith(start))
            {
                return key.StartsWith(Domain, StringComparison.Ordinal) ? key[..length] : null;
            }
        }

        return null;
    }
}
