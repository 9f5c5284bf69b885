using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>Why a scan cannot be read. It names the identifier at fault and never repeats what was scanned.</summary>
public abstract record ScanRefusal : Refusal
{
    private ScanRefusal(string code, string detail)
        : base(RefusalKind.Invalid, code, detail)
    {
    }

    /// <summary>Neither a GS1 code in any notation, nor a number of a known length, nor one of our SKUs.</summary>
    public sealed record Unreadable() : ScanRefusal("scan.unreadable", "This is no code that the shop knows.");

    /// <param name="Longest">Characters.</param>
    public sealed record TooLong(int Longest)
        : ScanRefusal("scan.too-long", $"Longer than the {Longest} characters allowed.");

    /// <param name="Shortest">Characters.</param>
    public sealed record TooShort(string Identifier, int Shortest)
        : ScanRefusal("scan.too-short", $"({Identifier}) needs at least {Shortest} characters.");

    /// <param name="Longest">Characters.</param>
    public sealed record MissingSeparator(string Identifier, int Longest) : ScanRefusal(
        "scan.missing-separator", $"({Identifier}) has no separator (FNC1) within {Longest} characters.");

    public sealed record UnknownIdentifier()
        : ScanRefusal("scan.unknown-identifier", "An application identifier that the shop does not use.");

    public sealed record BadCheckDigit(string Identifier)
        : ScanRefusal("scan.bad-check-digit", $"The check digit of ({Identifier}) is wrong: scan again.");

    public sealed record BadCharacter(string Identifier)
        : ScanRefusal("scan.bad-character", $"({Identifier}) holds a character that is not allowed there.");

    public sealed record BadDate(string Identifier)
        : ScanRefusal("scan.bad-date", $"({Identifier}) is not a date in the form YYMMDD.");

    public sealed record Contradiction(string Identifier)
        : ScanRefusal("scan.contradiction", $"({Identifier}) appears twice with different values.");

    public sealed record MissingCompanion(string Identifier, string Needed)
        : ScanRefusal("scan.missing-companion", $"({Identifier}) means nothing without ({Needed}).");

    public sealed record BadCompanion(string Identifier, string Excluded)
        : ScanRefusal("scan.bad-companion", $"({Identifier}) and ({Excluded}) cannot stand in one code.");

    public sealed record WrongOrder(string Identifier)
        : ScanRefusal("scan.wrong-order", $"({Identifier}) stands in the wrong place of the link.");
}
