using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Writes rows with their fates as CSV for a spreadsheet. What would be taken for a formula there is written
/// as text.</summary>
public static class RowReport
{
    private static readonly string[] Header =
    [
        "line", "fate", "code", "why", "into", "article", "gtin", "quantity", "title", "colour", "size", "sku", "by",
        "pieces", "counted", "warnings", "suggestions",
    ];

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
    };

    public static async Task WriteAsync(
        Stream stream, IAsyncEnumerable<(int Place, MappedRow Row)> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await using var csv = new CsvWriter(text, Format);
        await WriteAsync(csv, Header);
        await foreach (var (_, row) in rows.WithCancellation(cancellation))
        {
            await WriteAsync(csv, Cells(row));
        }
    }

    private static IEnumerable<string?> Cells(MappedRow row) =>
    [
        Number(row.Line), Word(row.Fate), row.Code, row.Why, Number(row.Into), row.Article, row.Gtin, row.Quantity,
        row.Title, row.Colour, row.Size, row.Sku?.Value, row.By is { } by ? Word(by) : null, Number(row.Pieces),
        Number(row.Counted), string.Join(' ', row.Warnings),
        string.Join(' ', row.Suggestions.Select(suggestion =>
            string.Create(CultureInfo.InvariantCulture, $"{suggestion.Sku}:{suggestion.Score}"))),
    ];

    private static async Task WriteAsync(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        await csv.NextRecordAsync();
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
