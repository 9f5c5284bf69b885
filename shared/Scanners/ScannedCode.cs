using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>What a scanner read, in the shop's terms. What it means for stock is decided elsewhere.</summary>
/// <remarks>Two readings are equal when they say the same, whichever symbol said it. A field is cut out of the text
/// when it is first asked for, so that reading costs little where one field is wanted.</remarks>
public sealed record ScannedCode
{
    /// <summary>Characters, inclusive: what the largest QR code holds (ISO/IEC 18004, version 40-L).</summary>
    public const int MaxLength = 4_296;

    private readonly string _text;
    private readonly Field[] _fields;
    private readonly DateOnly _today;
    private string? _canonical;

    private ScannedCode(string sku) => (_text, _canonical, _fields) = (sku, sku, []);

    private ScannedCode(string text, Field[] fields, DateOnly today) =>
        (_text, _fields, _today) = (text, fields, today);

    private enum Notation
    {
        Unreadable,
        Elements,
        Brackets,
        Link,
        Number,
        Sku,
    }

    /// <summary>One text per meaning, as printed below a bar code: bracketed fields, ascending; or the SKU.
    /// <see cref="Read"/> reads it.</summary>
    public string Canonical => _canonical ??= Bracketed.Of(Cut());

    /// <summary>All that was said, in ascending order of identifier; nothing when it was a SKU.</summary>
    public IEnumerable<(string Identifier, string Value)> Fields =>
        Cut().Select(cut => (cut.Identifier.Code, cut.Value));

    /// <summary>The article, of AI 01, 02, 03 (made to order) or a bare number.</summary>
    public Gtin? Gtin =>
        (this[ApplicationIdentifiers.Gtin] ?? this[ApplicationIdentifiers.Inside]
            ?? this[ApplicationIdentifiers.MadeToOrder]) is { } digits
            ? Kernel.Gtin.Parse(digits)
            : null;

    /// <summary>Whether <see cref="Gtin"/> is what lies inside (AI 02), <see cref="Count"/> times.</summary>
    public bool IsContent => this[ApplicationIdentifiers.Inside] is not null;

    public Sku? Sku => _fields.Length == 0 ? Kernel.Sku.Parse(_text) : null;

    /// <summary>Serial Shipping Container Code of a parcel or pallet: 18 digits.</summary>
    public string? Sscc => this[ApplicationIdentifiers.Sscc];

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

    public DateOnly? ProducedOn => DateOf("11");

    public DateOnly? PackedOn => DateOf("13");

    public DateOnly? BestBefore => DateOf("15");

    public DateOnly? SellBy => DateOf("16");

    public DateOnly? ExpiresOn => DateOf("17");

    /// <summary>The field of any application identifier, such as 91 to 99 for our own use; null when absent.</summary>
    public string? this[string identifier]
    {
        get
        {
            foreach (ref var one in _fields.AsSpan())
            {
                if (one.Identifier.Code == identifier)
                {
                    return one.Cut(_text);
                }
            }

            return null;
        }
    }

    /// <summary>Reads element strings, bracketed or not, Digital Links, bare GTINs and SSCCs, and our SKUs.</summary>
    /// <param name="raw">As the scanner sent it; white space around it is dropped.</param>
    /// <param name="today">Decides the century of two-digit years.</param>
    /// <returns>The code, or the <see cref="ScanRefusal"/> that says why not; never an exception.</returns>
    /// <remarks>Without a symbology identifier the order is: brackets, link, separator, number of 8, 12, 13, 14 or 18
    /// digits, leading field of predefined length, SKU. So what begins like a GS1 code is never taken for a SKU; only
    /// (20), of two digits, does not count as such a beginning. A UPC-E must come expanded to 12 digits: at 8 it looks
    /// like a GTIN-8.</remarks>
    public static Result<ScannedCode> Read(string? raw, DateOnly today)
    {
        var sent = raw ?? "";
        var text = sent.Trim(' ', '\t', '\r', '\n');
        var offset = text.Length == sent.Length ? 0 : sent.Length - sent.AsSpan().TrimStart(" \t\r\n").Length;
        var carried = Symbology.Of(text, out var start);
        if (text.Length - start > MaxLength)
        {
            return new ScanRefusal.TooLong(null, MaxLength, offset + start + MaxLength);
        }

        var notation = NotationOf(carried, text.AsSpan(start));
        return notation == Notation.Sku
            ? OfSku(text[start..], offset + start)
            : ReadAs(notation, text, start, offset, today);
    }

    /// <summary>As a bar code carries it, fields of predefined length first; null for a SKU.</summary>
    /// <param name="symbol">Whose symbology identifier goes before it, as a scanner would send it. Unnamed is what a
    /// printer is given, and is read back when it begins with a field of predefined length.</param>
    public string? ToElementString(ElementSymbol symbol = ElementSymbol.Unnamed) =>
        _fields.Length == 0 ? null : Symbology.NameOf(symbol) + ElementString.Of(Cut());

    /// <summary>As a GS1 Digital Link, for a QR code that customers may scan too.</summary>
    /// <param name="resolver">An absolute http(s) address; folders stay, query and fragment are dropped.</param>
    /// <returns>Null when no field can lead a link, when one can stand in none, such as a serial number without its
    /// article, or when a qualifier is a mere dot or two, which the web takes for a folder.</returns>
    public Uri? ToDigitalLink(Uri resolver) => LinkWriter.Write(resolver, Cut());

    public bool Equals(ScannedCode? other) => other is not null && Canonical == other.Canonical;

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Canonical;

    private static Notation NotationOf(Carried carried, ReadOnlySpan<char> text)
    {
        var isNumber = !text.ContainsAnyExceptInRange('0', '9');
        return carried switch
        {
            _ when text.IsEmpty => Notation.Unreadable,
            Carried.Elements => Notation.Elements,
            Carried.TradeItem => text.Length is 8 or 12 or 13 or 14 ? Notation.Number : Notation.Unreadable,
            _ when text[0] == '(' => Notation.Brackets,
            _ when DigitalLink.StartsIn(text) => Notation.Link,
            _ when text.Contains(ElementString.Separator) => Notation.Elements,
            _ when isNumber && text.Length is 8 or 12 or 13 or 14 or 18 => Notation.Number,
            _ when ElementString.StartsIn(text) => Notation.Elements,
            _ => isNumber ? Notation.Unreadable : Notation.Sku,
        };
    }

    private static Result<ScannedCode> ReadAs(Notation notation, string text, int start, int offset, DateOnly today)
    {
        var slots = default(Slots);
        var escape = notation == Notation.Link ? DigitalLink.Escape : Bracketed.Escape;
        var fields = new FieldList(slots, text, offset, escape, today);
        var refusal = notation switch
        {
            Notation.Elements => ElementString.Split(ref fields, start),
            Notation.Brackets => Bracketed.Split(ref fields, start),
            Notation.Link => DigitalLink.Split(ref fields, start),
            Notation.Number => Number(ref fields, start),
            _ => fields.Unreadable(start),
        };

        refusal ??= fields.Clash();
        return refusal is null ? new ScannedCode(text, fields.ToArray(), today) : refusal;
    }

    private static ScanRefusal? Number(ref FieldList fields, int start)
    {
        var length = fields.Text.Length - start;
        var code = length == Kernel.Sscc.Length ? ApplicationIdentifiers.Sscc : ApplicationIdentifiers.Gtin;
        return fields.Add(
            new(ApplicationIdentifiers.Find(code)!, start, start, length),
            mayBeShort: code == ApplicationIdentifiers.Gtin);
    }

    private static Result<ScannedCode> OfSku(string text, int position) => Kernel.Sku.TryParse(text, out _)
        ? new ScannedCode(text)
        : new ScanRefusal.Unreadable(position);

    private DateOnly? DateOf(string identifier) =>
        this[identifier] is { } digits ? FieldRules.DateOf(digits, _today) : null;

    private List<(ApplicationIdentifier Identifier, string Value)> Cut()
    {
        var cut = new List<(ApplicationIdentifier, string)>(_fields.Length);
        foreach (ref var field in _fields.AsSpan())
        {
            cut.Add((field.Identifier, field.Cut(_text)));
        }

        return cut;
    }
}
