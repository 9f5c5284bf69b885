namespace TwistedThreads.Commerce.Scanners;

/// <summary>What the data field of an application identifier may hold.</summary>
internal enum Content
{
    Digits,

    /// <summary>YYMMDD, where DD = 00 is the last day of the month.</summary>
    Date,

    /// <summary>The 82 characters of <see cref="ApplicationIdentifiers.TextCharacters"/>.</summary>
    Text,
}

/// <summary>One application identifier (AI): the prefix that says what the field after it means.</summary>
/// <param name="Code">Two to four digits.</param>
/// <param name="Shortest">Characters, inclusive.</param>
/// <param name="Longest">Characters, inclusive.</param>
internal sealed record ApplicationIdentifier(string Code, Content Content, int Shortest, int Longest)
{
    /// <summary>Place in the ascending order of codes.</summary>
    public int Rank { get; init; }

    /// <summary>Characters at the front that are digits, whatever the rest is.</summary>
    public int Leading { get; init; }

    /// <summary>Digits at the front of which the last checks the others; 0 when there is no check digit.</summary>
    public int Checked { get; init; }

    /// <summary>Whether the field must begin with a zero that fills up to 14 digits (AI 8003).</summary>
    public bool BeginsWithZero { get; init; }

    /// <summary>Whether the last four digits are the number of a piece and the count of all pieces.</summary>
    public bool EndsWithPiece { get; init; }

    /// <summary>One of each group must stand in the same code; empty when none need.</summary>
    public string[][] Needs { get; init; } = [];

    /// <summary>None of these may stand in the same code.</summary>
    public string[] Excludes { get; init; } = [];

    /// <summary>Whether it leads a link; what may follow it in the path is <see cref="Qualifiers"/>.</summary>
    public bool IsKey { get; init; }

    /// <summary>What may follow it in the path of a link: one of these sequences, each in its order, with
    /// gaps.</summary>
    public string[][] Qualifiers { get; init; } = [];

    /// <summary>Whether it may stand in the query of a link; keys may, the qualifiers of keys may not.</summary>
    public bool IsAttribute { get; init; } = true;

    /// <summary>Whether the field ends by its length; all others end at a separator or with the symbol.</summary>
    /// <remarks>GS1 General Specifications, figure 7.8.5-2: the first two digits decide, for all time. Other fields of
    /// fixed length, such as (402), need the separator.</remarks>
    public bool IsPredefined { get; } = string.CompareOrdinal(Code[..2], "04") <= 0
        || (Code[0] == '1' && Code[1] != '0')
        || Code[..2] is "20" or "31" or "32" or "33" or "34" or "35" or "36" or "41";
}
