using TwistedThreads.Commerce.Catalog;

namespace TwistedThreads.Commerce.Onboarding.Legacy;

/// <summary>What a column of a legacy file holds.</summary>
public enum LegacyColumn
{
    Article,
    Gtin,
    Quantity,
    Title,
    Colour,
    Size,
}

/// <summary>Which column stands where, as the header says in one of its usual spellings.</summary>
/// <param name="Count">Cells of the header.</param>
public sealed record LegacyColumns(IReadOnlyDictionary<LegacyColumn, int> Places, int Count)
{
    // Without accents, blanks and marks. The first of two spellings in one header is taken.
    private static readonly Dictionary<LegacyColumn, string[]> Spellings = new()
    {
        [LegacyColumn.Article] =
        [
            "sku", "article", "artikel", "code", "articleno", "articlenumber", "artikelnr", "artikelnummer", "artnr",
            "artikelcode", "articlecode", "item", "itemcode", "itemno", "productcode", "reference", "ref",
        ],
        [LegacyColumn.Gtin] =
            ["gtin", "ean", "barcode", "ean13", "eancode", "eangtin", "gtin13", "upc", "strichcode"],
        [LegacyColumn.Quantity] =
        [
            "qty", "quantity", "count", "stock", "bestand", "menge", "anzahl", "onhand", "lagerbestand", "stockcount",
            "pieces", "pcs", "stuck", "stueck", "stk", "qtyonhand", "inventory",
        ],
        [LegacyColumn.Title] =
            ["title", "name", "bezeichnung", "description", "beschreibung", "artikelbezeichnung", "produkt", "product"],
        [LegacyColumn.Colour] = ["colour", "color", "farbe"],
        [LegacyColumn.Size] = ["size", "grosse", "groesse"],
    };

    private static readonly Dictionary<string, LegacyColumn> Words = Spellings
        .SelectMany(column => column.Value.Select(word => (word, column.Key)))
        .ToDictionary(pair => pair.word, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Whether rows below such a header can be told apart and counted.</summary>
    public bool AreEnough => Places.ContainsKey(LegacyColumn.Quantity)
        && (Places.ContainsKey(LegacyColumn.Article) || Places.ContainsKey(LegacyColumn.Gtin));

    public static LegacyColumns Of(IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var places = new Dictionary<LegacyColumn, int>();
        for (var place = 0; place < header.Count; place++)
        {
            var word = string.Concat(SearchWords.Of(header[place])).Replace("ß", "ss", StringComparison.Ordinal);
            if (Words.TryGetValue(word, out var column))
            {
                places.TryAdd(column, place);
            }
        }

        return new LegacyColumns(places, header.Count);
    }

    /// <summary>The cell of a column, shortened to what people can read; empty where there is none.</summary>
    public string Cell(CsvRecord record, LegacyColumn column)
    {
        const int Longest = 200;
        ArgumentNullException.ThrowIfNull(record);
        var text = Places.TryGetValue(column, out var place) && place < record.Cells.Count ? record.Cells[place] : "";
        return text.Length <= Longest ? text : text[..Longest];
    }
}
