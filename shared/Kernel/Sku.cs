namespace TwistedThreads.Commerce.Kernel;

/// <summary>Our own article number of one sellable variant, such as <c>TEE-CREW-NAVY-M</c>.</summary>
public readonly record struct Sku : IIdentifier<Sku>
{
    public const int MaxLength = 40;

    private Sku(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a SKU: capital letters, digits and inner hyphens, 3 to 40 characters.</summary>
    public static bool TryParse(string? text, out Sku sku)
    {
        var valid = text is { Length: >= 3 and <= MaxLength }
            && text[0] != '-' && text[^1] != '-'
            && text.All(static c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');
        sku = valid ? new Sku(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a SKU: corrupt data, since input goes through
    /// <see cref="TryParse"/>.</exception>
    public static Sku Parse(string text) =>
        TryParse(text, out var sku) ? sku : throw new FormatException($"'{text}' is not a SKU.");

    public override string ToString() => Value;
}
