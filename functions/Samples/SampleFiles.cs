using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Samples;

/// <summary>Reads a shop from CSV files. A file with a fault is refused whole, with the line that is wrong.</summary>
public sealed class SampleFiles(string folder)
{
    /// <summary>The files that lie beside the program.</summary>
    public static SampleFiles Beside { get; } = new(Path.Combine(AppContext.BaseDirectory, "Samples"));

    public IReadOnlyList<Location> Locations() => Read("locations.csv", row => new Location(
        LocationId.Parse(row[0]), row[1], Enum.Parse<LocationKind>(row[2], ignoreCase: true), row[3], row[4],
        CheckDigit.IsValid(row[5]) ? row[5] : throw new FormatException("The GLN's check digit is wrong.")));

    public IReadOnlyList<Promotion> Promotions() => Read("promotions.csv", row => new Promotion(
        row[0], Number(row[2]), Money.Euros(Amount(row[3])), Day(row[4]), Day(row[5]), row[6]));

    /// <summary>Products with their variants, which stand in a file of their own.</summary>
    public IReadOnlyList<Product> Products()
    {
        var gtins = new HashSet<Gtin>();
        var variants = Read("variants.csv", row => (Product: row[1], Variant: new Variant(
                Sku.Parse(row[0]),
                gtins.Add(Gtin.Parse(row[2]))
                    ? Gtin.Parse(row[2])
                    : throw new FormatException("The GTIN is there twice."),
                row[3], row[4], Money.Euros(Amount(row[5])), Number(row[6]), bool.Parse(row[7]))))
            .ToLookup(row => row.Product, row => row.Variant, StringComparer.Ordinal);
        return Read("products.csv", row => new Product(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], Day(row[8]), Number(row[9]),
            row[10].Split('|', StringSplitOptions.RemoveEmptyEntries),
            variants[row[0]].Any()
                ? [.. variants[row[0]]]
                : throw new FormatException("The product has no variants.")));
    }

    public ILookup<Sku, (LocationId Location, int OnHand, int Safety)> Stock() => Read("stock.csv", row =>
            (Sku: Sku.Parse(row[0]), Level: (LocationId.Parse(row[1]), Number(row[2]), Number(row[3]))))
        .ToLookup(row => row.Sku, row => row.Level);

    public ILookup<Sku, WeeklyDemand> Sales() => Read("sales.csv", row =>
            WeeklyDemand.Of(Sku.Parse(row[0]), LocationId.Parse(row[1]), Day(row[2]), Units(row[3])))
        .ToLookup(demand => demand.Sku);

    private List<T> Read<T>(string file, Func<string[], T> read)
    {
        using var text = new StreamReader(Path.Combine(folder, file));
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture));
        var rows = new List<T>();
        parser.Read();
        while (parser.Read())
        {
            try
            {
                rows.Add(read(parser.Record!));
            }
            catch (Exception fault) when (fault is FormatException or ArgumentException or IndexOutOfRangeException)
            {
                throw new InvalidDataException($"{file}, line {parser.RawRow}: {fault.Message}", fault);
            }
        }

        return rows;
    }

    private static int[] Units(string text)
    {
        var units = new List<int>(104);
        foreach (var part in text.AsSpan().Split(' '))
        {
            units.Add(int.Parse(text.AsSpan(part), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return [.. units];
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static decimal Amount(string text) =>
        decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
