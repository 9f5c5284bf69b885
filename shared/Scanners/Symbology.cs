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

/// <summary>Reads the three characters by which a scanner may name the symbol it read: <c>]C1</c>.</summary>
/// <remarks>ISO/IEC 15424; GS1 General Specifications, figure 5.1.2-2.</remarks>
internal static class Symbology
{
    public static (Carried Carried, string Text) Strip(string text) => text switch
    {
        [']', 'C', '1', ..] or [']', 'd', '2', ..] or [']', 'Q', '3', ..] or [']', 'J', '1', ..]
            or [']', 'e', '0' or '1' or '2', ..] => (Carried.Elements, text[3..]),
        [']', 'E' or 'I', _, ..] => (Carried.TradeItem, text[3..]),
        [']', (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), _, ..] => (Carried.Anything, text[3..]),
        _ => (Carried.Anything, text),
    };
}
