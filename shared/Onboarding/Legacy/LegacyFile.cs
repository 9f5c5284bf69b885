using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Onboarding.Legacy;

/// <summary>One row of a shop's own stock book, as text.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Raw">As it stands in the file; two rows that are the same here are one row told twice.</param>
/// <param name="HasSpareCells">Whether more cells are filled than the header names: they may have moved.</param>
public sealed record LegacyRow(
    int Line, string Raw, string Article, string Gtin, string Quantity, string Title, string Colour, string Size,
    bool HasSpareCells = false)
{
    /// <summary>By what the shop's own mapping knows it: the article, or the barcode where there is none.</summary>
    public string Name => Article.Length > 0 ? Article : Gtin;
}

/// <summary>A shop's own stock book, exported.</summary>
/// <param name="Encoding">utf-8, utf-16 or windows-1252.</param>
/// <param name="HeaderLine">From 1; what stands above it is no stock.</param>
/// <param name="BlankLines">Below the header.</param>
public sealed record LegacyFile(
    string Encoding, char Separator, int HeaderLine, LegacyColumns Columns, IReadOnlyList<LegacyRow> Rows,
    int BlankLines, int DroppedCharacters)
{
    public const int MaxRows = 100_000;
    private const int LinesAboveTheHeader = 10;
    private static readonly char[] Separators = [';', '\t', ',', '|'];

    /// <returns>The file, or why it is none: <c>move-in.not-csv</c>, <c>move-in.no-header</c>,
    /// <c>move-in.too-many-rows</c>.</returns>
    public static Result<LegacyFile> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("%PDF"u8)
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF]))
        {
            return MoveInRefusal.NotCsv;
        }

        var text = LegacyText.Decode(bytes);
        return HeaderIn(text.Text) is { } header
            ? ReadBelow(text, header.Separator, header.Line)
            : MoveInRefusal.NoHeader;
    }

    // The separator is the one that makes a header of one of the first lines; more columns make a better header.
    private static (char Separator, int Line)? HeaderIn(string text)
    {
        var best = (Separator: ',', Line: 0, Known: 0);
        foreach (var separator in Separators)
        {
            var reader = new CsvReader(text, separator);
            for (var tried = 0; tried <= LinesAboveTheHeader && reader.Read(0) is { } record; tried++)
            {
                var columns = LegacyColumns.Of(record.Cells);
                if (columns.AreEnough && columns.Places.Count > best.Known)
                {
                    best = (separator, record.Line, columns.Places.Count);
                }
            }
        }

        return best.Known == 0 ? null : (best.Separator, best.Line);
    }

    private static Result<LegacyFile> ReadBelow(LegacyText text, char separator, int headerLine)
    {
        var reader = new CsvReader(text.Text, separator);
        var header = reader.Read(0)!;
        while (header.Line < headerLine)
        {
            header = reader.Read(0)!;
        }

        var columns = LegacyColumns.Of(header.Cells);
        var rows = new List<LegacyRow>();
        var blank = 0;
        while (reader.Read(columns.Count) is { } record)
        {
            if (record.IsBlank)
            {
                blank++;
            }
            else if (rows.Count == MaxRows)
            {
                return MoveInRefusal.TooManyRows(MaxRows);
            }
            else
            {
                rows.Add(RowOf(columns, record));
            }
        }

        return new LegacyFile(text.Encoding, separator, headerLine, columns, rows, blank, text.Dropped);
    }

    private static LegacyRow RowOf(LegacyColumns columns, CsvRecord record) => new(
        record.Line, record.Raw, columns.Cell(record, LegacyColumn.Article), columns.Cell(record, LegacyColumn.Gtin),
        columns.Cell(record, LegacyColumn.Quantity), columns.Cell(record, LegacyColumn.Title),
        columns.Cell(record, LegacyColumn.Colour), columns.Cell(record, LegacyColumn.Size),
        record.Cells.Skip(columns.Count).Any(static cell => cell.Length > 0));
}
