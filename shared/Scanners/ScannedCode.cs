using System.Collections.Immutable;
using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>What a scanner read, in the shop's terms. What it means for stock is decided elsewhere.</summary>
/// <remarks>Two readings are equal when they say the same, whichever symbol said it.</remarks>
public sealed record ScannedCode
{
    /// <summary>Characters, inclusive: what the largest QR code holds (ISO/IEC 18004, version 40-L).</summary>
    public const int MaxLength = 4_296;

    private static readonly char[] Padding = [' ', '\t', '\r', '\n'];
    private readonly ImmutableSortedDictionary<string, string> _fields;

    private ScannedCode(Sku sku) =>
        (Sku, Canonical, _fields) = (sku, sku.Value, ImmutableSortedDictionary<string, string>.Empty);

    private ScannedCode(ImmutableSortedDictionary<string, string> fields) =>
        (_fields, Canonical) = (fields, ElementString.Bracketed(fields));

    /// <summary>One text per meaning: bracketed fields, ascending, or the SKU. <see cref="Read"/> reads it.</summary>
    public string Canonical { get; }

    /// <summary>The article, of AI 01, 02 or a bare number.</summary>
    public Gtin? Gtin => (this["01"] ?? this["02"]) is { } digits ? Kernel.Gtin.Parse(digits) : null;

    /// <summary>Whether <see cref="Gtin"/> is what lies inside (AI 02), <see cref="Count"/> times.</summary>
    public bool IsContent => this["02"] is not null;

    public Sku? Sku { get; }

    /// <summary>Serial Shipping Container Code of a parcel or pallet: 18 digits.</summary>
    public string? Sscc => this["00"];

    public string? Lot => this["10"];

    public string? Serial => this["21"];

    public string? Variant => this["22"];

    /// <summary>Pieces: AI 37, or AI 30 where there is no 37.</summary>
    public int? Count =>
        (this["37"] ?? this["30"]) is { } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : null;

    public string? OrderNumber => this["400"];

    /// <summary>Global Location Number of where the parcel goes: 13 digits.</summary>
    public string? ShipToGln => this["410"];

    /// <summary>Global Location Number of the place the label is fixed to: 13 digits.</summary>
    public string? LocationGln => this["414"];

    public string? LocationExtension => this["254"];

    public DateOnly? ProducedOn { get; private init; }

    public DateOnly? BestBefore { get; private init; }

    public DateOnly? ExpiresOn { get; private init; }

    /// <summary>The field of any application identifier, such as 91 to 99 for our own use; null when absent.</summary>
    public string? this[string identifier] => _fields.GetValueOrDefault(identifier);

    /// <summary>Reads element strings, bracketed or not, Digital Links, bare GTINs and SSCCs, and our SKUs.</summary>
    /// <param name="raw">As the scanner sent it; white space around it is dropped.</param>
    /// <param name="today">Decides the century of two-digit years.</param>
    /// <returns>The code, or the <see cref="ScanRefusal"/> that says why not; never an exception.</returns>
    /// <remarks>Without a symbology identifier the order is: brackets, link, separator, number of 8, 12, 13, 14 or 18
    /// digits, leading field of fixed length, SKU. So what begins like a GS1 code is never taken for a SKU. A UPC-E
    /// must come expanded to 12 digits: at 8 it looks like a GTIN-8.</remarks>
    public static Result<ScannedCode> Read(string? raw, DateOnly today)
    {
        var (carried, text) = Symbology.Strip((raw ?? "").Trim(Padding));
        return (carried, text.Length) switch
        {
            (_, 0) => new ScanRefusal.Unreadable(),
            (_, > MaxLength) => new ScanRefusal.TooLong(MaxLength),
            (Carried.Elements, _) => Of(ElementString.Split(text), today),
            (Carried.TradeItem, not (8 or 12 or 13 or 14)) => new ScanRefusal.Unreadable(),
            (Carried.TradeItem, _) => Of(Number(text), today),
            _ => ReadUnnamed(text, today),
        };
    }

    public bool Equals(ScannedCode? other) => other is not null && Canonical == other.Canonical;

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Canonical;

    private static Result<ScannedCode> ReadUnnamed(string text, DateOnly today)
    {
        var isNumber = !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        return text switch
        {
            ['(', ..] => Of(ElementString.SplitBracketed(text), today),
            _ when DigitalLink.StartsIn(text) => Of(DigitalLink.Split(text), today),
            _ when text.Contains(ElementString.Separator) => Of(ElementString.Split(text), today),
            { Length: 8 or 12 or 13 or 14 or 18 } when isNumber => Of(Number(text), today),
            _ when ElementString.StartsIn(text) => Of(ElementString.Split(text), today),
            _ when !isNumber && Kernel.Sku.TryParse(text, out var sku) => new ScannedCode(sku),
            _ => new ScanRefusal.Unreadable(),
        };
    }

    private static Result<ImmutableArray<Element>> Number(string digits)
    {
        var code = digits.Length == 18 ? ApplicationIdentifiers.Sscc : ApplicationIdentifiers.Gtin;
        return ImmutableArray.Create(new Element(ApplicationIdentifiers.Find(code)!, digits.PadLeft(14, '0')));
    }

    private static Result<ScannedCode> Of(Result<ImmutableArray<Element>> elements, DateOnly today) =>
        elements.Then(ElementRules.Check).Then(fields => Of(fields, today));

    private static Result<ScannedCode> Of(ImmutableSortedDictionary<string, string> fields, DateOnly today)
    {
        if (fields.IsEmpty)
        {
            return new ScanRefusal.Unreadable();
        }

        string[] dated = ["11", "15", "17"];
        var dates = dated.Where(fields.ContainsKey).ToDictionary(
            code => code, code => ElementRules.DateOf(fields[code], today), StringComparer.Ordinal);
        var impossible = dates.FirstOrDefault(date => date.Value is null).Key;
        if (impossible is not null)
        {
            return new ScanRefusal.BadDate(impossible);
        }

        return new ScannedCode(fields)
        {
            ProducedOn = dates.GetValueOrDefault("11"),
            BestBefore = dates.GetValueOrDefault("15"),
            ExpiresOn = dates.GetValueOrDefault("17"),
        };
    }
}
