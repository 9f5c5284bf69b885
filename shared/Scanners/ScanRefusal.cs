using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>Why a scan cannot be read. It names the identifier at fault and the place, and never repeats a value that
/// was scanned. Both are among <see cref="Refusal.Facts"/> too, as <c>identifier</c> and <c>position</c>.</summary>
public abstract record ScanRefusal : Refusal
{
    private ScanRefusal(string code, string? identifier, int position, string detail)
        : base(RefusalKind.Invalid, code, detail)
    {
        (Identifier, Position) = (identifier, position);
        var facts = new Dictionary<string, object>(2, StringComparer.Ordinal) { ["position"] = position };
        if (identifier is not null)
        {
            facts["identifier"] = identifier;
        }

        Facts = facts;
    }

    /// <summary>The application identifier at fault, without brackets; null when none is in sight.</summary>
    public string? Identifier { get; }

    /// <summary>Index into the text as the scanner sent it, from 0, with the spaces around it and the name of the
    /// symbol: of the wrong character, check digit, date or piece; of the end of what is too short and of the first
    /// character too many; else of the identifier.</summary>
    public int Position { get; }

    /// <summary>The refusal of one field.</summary>
    internal static ScanRefusal Of(Fault fault, ApplicationIdentifier identifier, int position) => fault switch
    {
        Fault.TooShort => new TooShort(identifier.Code, identifier.Shortest, position),
        Fault.TooLong => new TooLong(identifier.Code, identifier.Longest, position),
        Fault.CheckDigit => new BadCheckDigit(identifier.Code, position),
        Fault.Date => new BadDate(identifier.Code, position),
        Fault.Piece => new BadPiece(identifier.Code, position),
        _ => new BadCharacter(identifier.Code, position),
    };

    /// <summary>Neither a GS1 code in any notation, nor a number of a known length, nor one of our SKUs.</summary>
    public sealed record Unreadable(int Position) : ScanRefusal(
        "scan.unreadable", null, Position, $"From position {Position} on this is no code that the shop knows.");

    /// <param name="Longest">Characters.</param>
    public sealed record TooLong(string? Identifier, int Longest, int Position) : ScanRefusal(
        "scan.too-long",
        Identifier,
        Position,
        $"{(Identifier is null ? "The text" : $"({Identifier})")} has more than {Longest} characters: "
        + $"at position {Position} it should have ended.");

    /// <param name="Shortest">Characters.</param>
    public sealed record TooShort(string Identifier, int Shortest, int Position) : ScanRefusal(
        "scan.too-short",
        Identifier,
        Position,
        $"({Identifier}) needs at least {Shortest} characters and ends at position {Position}.");

    /// <param name="Longest">Characters.</param>
    public sealed record MissingSeparator(string Identifier, int Longest, int Position) : ScanRefusal(
        "scan.missing-separator",
        Identifier,
        Position,
        $"({Identifier}) has no separator (FNC1) within {Longest} characters, up to position {Position}.");

    /// <param name="Identifier">The digits that stand in its place, four at most; null when there are none.</param>
    public sealed record UnknownIdentifier(string? Identifier, int Position) : ScanRefusal(
        "scan.unknown-identifier",
        Identifier,
        Position,
        $"{(Identifier is null ? "There" : $"({Identifier})")} is no application identifier of the shop's at "
        + $"position {Position}.")
    {
        internal static UnknownIdentifier At(ReadOnlySpan<char> text, int position)
        {
            var digits = text[..Math.Min(4, text.Length)];
            var end = digits.IndexOfAnyExceptInRange('0', '9');
            digits = end < 0 ? digits : digits[..end];
            return new(digits.IsEmpty ? null : digits.ToString(), position);
        }
    }

    public sealed record BadCheckDigit(string Identifier, int Position) : ScanRefusal(
        "scan.bad-check-digit",
        Identifier,
        Position,
        $"The check digit of ({Identifier}) at position {Position} is wrong: scan again.");

    public sealed record BadCharacter(string Identifier, int Position) : ScanRefusal(
        "scan.bad-character",
        Identifier,
        Position,
        $"({Identifier}) holds at position {Position} a character that is not allowed there.");

    public sealed record BadDate(string Identifier, int Position) : ScanRefusal(
        "scan.bad-date",
        Identifier,
        Position,
        $"({Identifier}) is not a date in the form YYMMDD at position {Position}.");

    public sealed record BadPiece(string Identifier, int Position) : ScanRefusal(
        "scan.bad-piece",
        Identifier,
        Position,
        $"({Identifier}) names at position {Position} a piece that its count of pieces does not have.");

    public sealed record Contradiction(string Identifier, int Position) : ScanRefusal(
        "scan.contradiction",
        Identifier,
        Position,
        $"({Identifier}) appears again at position {Position}, with a different value.");

    public sealed record MissingCompanion(string Identifier, string Needed, int Position) : ScanRefusal(
        "scan.missing-companion",
        Identifier,
        Position,
        $"({Identifier}) at position {Position} means nothing without ({Needed}).");

    public sealed record BadCompanion(string Identifier, string Excluded, int Position) : ScanRefusal(
        "scan.bad-companion",
        Identifier,
        Position,
        $"({Identifier}) at position {Position} and ({Excluded}) cannot stand in one code.");

    public sealed record WrongOrder(string Identifier, int Position) : ScanRefusal(
        "scan.wrong-order",
        Identifier,
        Position,
        $"({Identifier}) stands in the wrong place of the link, at position {Position}.");
}
