namespace TwistedThreads.Commerce.Kernel;

/// <summary>A Global Trade Item Number, kept as its 14 digits so that GTIN-8, -12, -13 and -14 compare equal.</summary>
/// <remarks>GS1 General Specifications, section 3.3 (AI 01) and 7.9 (check digit).</remarks>
public readonly record struct Gtin : IIdentifier<Gtin>
{
    private Gtin(string value) => Value = value;

    /// <summary>Fourteen digits, padded on the left with zeros.</summary>
    public string Value { get; }

    /// <summary>As the smallest symbol carries it: 8, 12, 13 or 14 digits.</summary>
    /// <remarks>GS1 General Specifications, figure 1.4.2-1: no company is given a prefix 0000000 to 0000099, so that no
    /// GTIN-12 or -13 looks like a padded GTIN-8.</remarks>
    public string Shortest => Value.AsSpan().IndexOfAnyExcept('0') switch
    {
        < 0 or >= 6 => Value[6..],
        >= 2 => Value[2..],
        1 => Value[1..],
        0 => Value,
    };

    /// <summary>Whether the number identifies nothing outside one company or region, as labels that a shop prints for
    /// itself: prefixes 02, 04 and 20 to 29; a GTIN-8 that begins with 0 or 2.</summary>
    /// <remarks>GS1 General Specifications, section 1.4, figures 1.4.2-1 and 1.4.3-1.</remarks>
    public bool IsRestricted => Value.StartsWith("000000", StringComparison.Ordinal)
        ? Value[6] is '0' or '2'
        : Value[1] == '2' || (Value[1] == '0' && Value[2] is '2' or '4');

    /// <summary>Reads 8, 12, 13 or 14 digits with a right check digit.</summary>
    public static bool TryParse(string? text, out Gtin gtin)
    {
        var valid = text is { Length: 8 or 12 or 13 or 14 } && CheckDigit.IsValid(text);
        gtin = valid ? new Gtin(text!.PadLeft(14, '0')) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a GTIN.</exception>
    public static Gtin Parse(string text) =>
        TryParse(text, out var gtin) ? gtin : throw new FormatException($"'{text}' is not a GTIN.");

    /// <summary>As tills and web shops want it: 13 digits; null for a case or a pallet, which has 14 of its
    /// own.</summary>
    public string? ToGtin13() => Value[0] == '0' ? Value[1..] : null;

    public override string ToString() => Value;
}
