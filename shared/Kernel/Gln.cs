namespace TwistedThreads.Commerce.Kernel;

/// <summary>A Global Location Number: a place or a party, such as a shop or who pays.</summary>
/// <remarks>GS1 General Specifications, section 3.8 (AI 410 to 417) and 7.9 (check digit).</remarks>
public readonly record struct Gln : IIdentifier<Gln>
{
    public const int Length = 13;

    private Gln(string value) => Value = value;

    /// <summary>Thirteen digits.</summary>
    public string Value { get; }

    /// <summary>Reads 13 digits with a right check digit.</summary>
    public static bool TryParse(string? text, out Gln gln)
    {
        var valid = text is { Length: Length } && CheckDigit.IsValid(text);
        gln = valid ? new Gln(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a GLN.</exception>
    public static Gln Parse(string text) =>
        TryParse(text, out var gln) ? gln : throw new FormatException($"'{text}' is not a GLN.");

    public override string ToString() => Value;
}
