using System.Runtime.CompilerServices;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>One field of a code: where it stands in the text, cut out only when somebody asks.</summary>
/// <param name="at">Index of the identifier.</param>
/// <param name="start">Index of the value.</param>
/// <param name="length">Characters of the value as sent, escapes included.</param>
/// <param name="text">The value where it differs from what was sent, because of escapes.</param>
internal struct Field(ApplicationIdentifier identifier, int at, int start, int length, string? text = null)
{
    private readonly ushort _start = (ushort)start;
    private readonly ushort _length = (ushort)length;
    private readonly short _rank = (short)identifier.Rank;
    private readonly ushort _at = (ushort)at;
    private string? _text = text;

    public readonly int Rank => _rank;

    public readonly int At => _at;

    public readonly int Start => _start;

    public readonly bool IsEscaped => _text is not null;

    public readonly ApplicationIdentifier Identifier => ApplicationIdentifiers.At(_rank);

    public readonly ReadOnlySpan<char> In(string whole) => _text ?? whole.AsSpan(_start, _length);

    /// <summary>The value as text; a GTIN that was sent with fewer digits has 14.</summary>
    public string Cut(string whole)
    {
        _text ??= whole.Substring(_start, _length);
        return _text = Identifier.Code == ApplicationIdentifiers.Gtin ? _text.PadLeft(14, '0') : _text;
    }
}

/// <summary>Room for the fields of almost every code, on the stack.</summary>
[InlineArray(Length)]
internal struct Slots
{
    public const int Length = 8;

    private Field _first;
}
