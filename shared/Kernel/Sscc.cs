using System.Globalization;

namespace TwistedThreads.Commerce.Kernel;

/// <summary>A Serial Shipping Container Code: one parcel or pallet, never used again for another.</summary>
/// <remarks>GS1 General Specifications, section 3.2 (AI 00): extension digit, company prefix, serial reference and
/// check digit. The prefix has no mark of its own inside the number.</remarks>
public readonly record struct Sscc : IIdentifier<Sscc>
{
    public const int Length = 18;

    private const int ShortestPrefix = 4;
    private const int LongestPrefix = 12;

    private Sscc(string value) => Value = value;

    /// <summary>Eighteen digits.</summary>
    public string Value { get; }

    /// <summary>Numbers a parcel of ours; at most 10^(16 − length of prefix) of them for each extension
    /// digit.</summary>
    /// <param name="extension">0 to 9, to the company's own liking.</param>
    /// <param name="companyPrefix">GS1 Company Prefix: 4 to 12 digits.</param>
    /// <param name="serial">Counted by the company, from 0.</param>
    /// <exception cref="ArgumentException">A part is out of its range.</exception>
    public static Sscc Create(int extension, string companyPrefix, long serial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extension);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extension, 9);
        ArgumentOutOfRangeException.ThrowIfNegative(serial);
        if (companyPrefix.Length is < ShortestPrefix or > LongestPrefix
            || companyPrefix.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new ArgumentException("A company prefix has 4 to 12 digits.", nameof(companyPrefix));
        }

        var room = Length - 2 - companyPrefix.Length;
        var reference = serial.ToString(CultureInfo.InvariantCulture).PadLeft(room, '0');
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reference.Length, room, nameof(serial));

        var body = string.Create(CultureInfo.InvariantCulture, $"{extension}{companyPrefix}{reference}");
        return new Sscc(string.Create(CultureInfo.InvariantCulture, $"{body}{CheckDigit.Of(body)}"));
    }

    /// <summary>Reads 18 digits with a right check digit.</summary>
    public static bool TryParse(string? text, out Sscc sscc)
    {
        var valid = text is { Length: Length } && CheckDigit.IsValid(text);
        sscc = valid ? new Sscc(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not an SSCC.</exception>
    public static Sscc Parse(string text) =>
        TryParse(text, out var sscc) ? sscc : throw new FormatException($"'{text}' is not an SSCC.");

    public override string ToString() => Value;
}
