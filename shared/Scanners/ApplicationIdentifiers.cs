using System.Collections.Frozen;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>What the data field of an application identifier may hold.</summary>
internal enum Field
{
    Digits,

    /// <summary>Digits whose last one is a check digit over the others.</summary>
    Key,

    /// <summary>YYMMDD, where DD = 00 is the last day of the month.</summary>
    Date,

    /// <summary>The 82 characters of <see cref="ApplicationIdentifiers.TextCharacters"/>.</summary>
    Text,
}

/// <summary>One application identifier (AI): the prefix that says what the field after it means.</summary>
/// <param name="Code">Two or three digits.</param>
/// <param name="Shortest">Characters, inclusive.</param>
/// <param name="Longest">Characters, inclusive.</param>
internal sealed record ApplicationIdentifier(string Code, Field Field, int Shortest, int Longest)
{
    /// <summary>Whether the field ends by its length; all others end at a separator or with the symbol.</summary>
    public bool IsFixedLength => Shortest == Longest;

    /// <summary>One of these must stand in the same code; empty when none need.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>None of these may stand in the same code.</summary>
    public string[] Excludes { get; init; } = [];

    /// <summary>What may follow it in the path of a link, in this order; null when it cannot lead one.</summary>
    public string[]? Qualifiers { get; init; }
}

/// <summary>The application identifiers that our scanners meet.</summary>
/// <remarks>Formats and pairs: github.com/gs1/gs1-syntax-dictionary, July 2026. GS1 checks pairs over all symbols of a
/// parcel and we see one symbol, so only pairs that labels print in one symbol are asked for: (37) needs (02), not
/// the (00) that a logistic label prints below it, and a lot or a date may stand alone.</remarks>
internal static class ApplicationIdentifiers
{
    public const string Sscc = "00";
    public const string Gtin = "01";
    public const string Content = "02";

    /// <summary>GS1 General Specifications, figure 7.11-1: the encodable character set 82.</summary>
    public const string TextCharacters =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private static readonly FrozenDictionary<string, ApplicationIdentifier> ByCode =
        Table().ToFrozenDictionary(identifier => identifier.Code, StringComparer.Ordinal);

    public static ApplicationIdentifier? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The identifier that the text begins with; no code here is the beginning of another.</summary>
    public static ApplicationIdentifier? Leading(string text) =>
        Leading(text, 2) ?? Leading(text, 3);

    private static ApplicationIdentifier? Leading(string text, int length) =>
        text.Length >= length ? Find(text[..length]) : null;

    private static IEnumerable<ApplicationIdentifier> Table() =>
    [
        new(Sscc, Field.Key, 18, 18) { Qualifiers = [] },
        new(Gtin, Field.Key, 14, 14) { Excludes = [Content, "37"], Qualifiers = ["22", "10", "21"] },
        new(Content, Field.Key, 14, 14) { Needs = ["37"] },
        new("10", Field.Text, 1, 20),
        new("11", Field.Date, 6, 6),
        new("15", Field.Date, 6, 6),
        new("17", Field.Date, 6, 6),
        new("21", Field.Text, 1, 20),
        new("22", Field.Text, 1, 20),
        new("30", Field.Digits, 1, 8) { Needs = [Gtin, Content] },
        new("37", Field.Digits, 1, 8) { Needs = [Content] },
        new("254", Field.Text, 1, 20) { Needs = ["414"] },
        new("400", Field.Text, 1, 30),
        new("410", Field.Key, 13, 13),
        new("414", Field.Key, 13, 13) { Qualifiers = ["254"] },
        .. Enumerable.Range(91, 9).Select(code => new ApplicationIdentifier($"{code}", Field.Text, 1, 90)),
    ];
}
