using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Catalog;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Reads a day of a shop's tills: one row a line of a receipt. Each row is judged by itself.</summary>
/// <remarks>CSV as of RFC 4180, UTF-8, with a heading; the columns in any order.</remarks>
public sealed class TillReading(Storefront storefront, Locations locations, TimeProvider clock)
{
    private const int MaxRows = 100_000;
    private const int MaxPieces = 10_000;
    private const int MaxReceipt = 40;
    private const int MaxLine = 99_999;
    private static readonly string[] Columns = ["location", "receipt", "line", "soldAt", "code", "quantity"];

    /// <returns>What the rows tell and why some tell nothing; refused when the file as a whole cannot be
    /// read.</returns>
    public Result<TillDay> Read(string text, string by)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            TrimOptions = TrimOptions.Trim,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        if (!parser.Read() || Heading(parser.Record!) is not { } heading)
        {
            return Refusal.Malformed(
                "till.bad-heading", string.Empty, $"The first row names the columns {string.Join(',', Columns)}.");
        }

        var (events, rejected) = (new List<StockEvent>(), new List<RejectedRow>());
        while (parser.Read())
        {
            if (events.Count + rejected.Count == MaxRows)
            {
                return Refusal.Invalid("till.too-many-rows", string.Empty, $"A file holds {MaxRows} rows at most.");
            }

            var read = ReadRow(parser.Record!, heading, by);
            if (read.Refusal is { } refusal)
            {
                rejected.Add(new RejectedRow(parser.RawRow, refusal.Code, refusal.Detail));
            }
            else
            {
                events.Add(read.Value);
            }
        }

        return new TillDay(events, rejected);
    }

    private static int[]? Heading(string[] names)
    {
        var places = Columns.Select(name => Array.IndexOf(names, name)).ToArray();
        return places.Contains(-1) ? null : places;
    }

    private Result<StockEvent> ReadRow(string[] row, int[] heading, string by)
    {
        if (heading.Max() >= row.Length)
        {
            return No("till.short-row", "The row has fewer columns than the heading.");
        }

        var (place, receipt, line) = (row[heading[0]], row[heading[1]], row[heading[2]]);
        var now = clock.GetUtcNow();
        return !LocationId.TryParse(place, out var location) || locations.Find(location) is null
                ? No("till.unknown-location", "There is no such location.")
            : receipt.Length is 0 or > MaxReceipt || !receipt.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
                ? No("till.bad-receipt", $"1 to {MaxReceipt} letters, digits and hyphens.")
            : !int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxLine
                ? No("till.bad-line", $"A whole number, 0 to {MaxLine}.")
            : !IsTime(row[heading[3]], out var soldAt)
                ? No("till.bad-time", "A time with its offset: 2026-11-20T18:00:00+01:00.")
            : ArticleOf(row[heading[4]]) is not { } sku
                ? No("till.unknown-item", "There is no article with this SKU or GTIN.")
            : !IsQuantity(row[heading[5]], out var quantity)
                ? No("till.bad-quantity", $"1 to {MaxPieces} pieces, or as many below zero for a return.")
            : new StockEvent(
                string.Create(CultureInfo.InvariantCulture, $"till.{receipt}.{number}"),
                quantity > 0 ? StockEventKind.Sale : StockEventKind.Return, location, sku, Math.Abs(quantity),
                soldAt < now ? soldAt : now, by);
    }

    private static bool IsQuantity(string text, out int quantity) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out quantity)
        && quantity is not 0 and >= -MaxPieces and <= MaxPieces;

    // With its offset: a time of nobody's clock would be guessed.
    private static bool IsTime(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal, out at)
        && (text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-'));

    private Sku? ArticleOf(string code) =>
        Sku.TryParse(code, out var sku) && storefront.Catalogue.Find(sku) is not null ? sku
        : Gtin.TryParse(code, out var gtin) ? storefront.Catalogue.Find(gtin)
        : null;

    private static Refusal No(string code, string detail) => new(RefusalKind.Invalid, code, detail);
}

/// <summary>What a file of a till tells.</summary>
public sealed record TillDay(IReadOnlyList<StockEvent> Events, IReadOnlyList<RejectedRow> Rejected);

/// <param name="Row">Line of the file, the heading being 1.</param>
public sealed record RejectedRow(int Row, string Code, string Detail);
