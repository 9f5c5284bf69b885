namespace TwistedThreads.Commerce.Scanners;

/// <summary>What kind of text a symbol promises.</summary>
internal enum Carried
{
    /// <summary>No promise: the text must show by itself what it is.</summary>
    Anything,

    /// <summary>Element strings: GS1-128, GS1 DataMatrix, GS1 QR Code, GS1 DataBar, GS1 DotCode.</summary>
    Elements,

    /// <summary>One trade item number and nothing else: EAN, UPC, ITF-14.</summary>
    TradeItem,
}

/// <summary>A symbol that carries element strings.</summary>
public enum ElementSymbol
{
    /// <summary>None named: what goes into any of them after its leading FNC1.</summary>
    Unnamed,
    Gs1Code128,
    Gs1DataMatrix,
    Gs1QrCode,
    Gs1DataBar,
    Gs1DotCode,
}

/// <summary>Reads the three characters by which a scanner may name the symbol it read: <c>]C1</c>.</summary>
/// <remarks>ISO/IEC 15424; GS1 General Specifications, figure 5.1.2-2.</remarks>
internal static class Symbology
{
    private const int Length = 3;

    /// <param name="length">Characters that name the symbol: three or none.</param>
    public static Carried Of(ReadOnlySpan<char> text, out int length)
    {
        length = text is [']', (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), _, ..] ? Length : 0;
        return length == 0 ? Carried.Anything : text switch
        {
            [_, 'C', '1', ..] or [_, 'd', '2', ..] or [_, 'Q', '3', ..] or [_, 'J', '1', ..]
                or [_, 'e', '0' or '1' or '2', ..] => Carried.Elements,
            [_, 'E' or 'I', ..] => Carried.TradeItem,
            _ => Carried.Anything,
        };
    }

    public static string NameOf(ElementSymbol symbol) => symbol switch
    {
        ElementSymbol.Gs1Code128 => "]C1",
        ElementSymbol.Gs1DataMatrix => "]d2",
        ElementSymbol.Gs1QrCode => "]Q3",
        ElementSymbol.Gs1DataBar => "]e0",
        ElementSymbol.Gs1DotCode => "]J1",
        _ => "",
    };
}
