namespace TwistedThreads.Commerce.Kernel;

/// <summary>A Global Trade Item Number, kept as its 14 digits so that GTIN-8, -12, -13 and -14 compare equal.</summary>
/// <remarks>GS1 General Specifications, section 3.3 (AI 01) and 7.9 (check digit).</remarks>
public readonly record struct Gtin : IIdentifier<Gtin>
{
    private Gtin(string value) => Value = value;

    /// <summary>Fourteen digits, padded on the left with zeros.</summary>
    public string Value { get; }

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

    public override string ToString() => Value;
}

/// <summary>The modulo-10 check digit that GTIN, SSCC and GLN share.</summary>
/// <remarks>GS1 General Specifications, section 7.9.1: weights 3, 1, 3, … from the right,
/// check digit excluded.</remarks>
public static class CheckDigit
{
    /// <param name="digits">The number without its check digit; decimal digits only.</param>
    public static int Of(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var weight = (digits.Length - index) % 2 == 1 ? 3 : 1;
            sum += weight * (digits[index] - '0');
        }

        return (10 - (sum % 10)) % 10;
    }

    /// <summary>Whether the text is all digits and its last one checks the others.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) =>
        digits.Length > 1
        && !digits.ContainsAnyExceptInRange('0', '9')
        && digits[^1] - '0' == Of(digits[..^1]);
}
