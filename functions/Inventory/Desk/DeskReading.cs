using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Catalog;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Checks what the desk writes: places, articles and numbers, each with the place of its fault.</summary>
public sealed class DeskReading(Storefront storefront, Locations locations)
{
    /// <summary>So that all of a paper's events fit into one batch.</summary>
    public const int MaxLines = 80;

    private const int MaxPieces = 10_000;
    private const int MaxText = 500;
    private const int MaxName = 64;

    public Result<LocationId> Place(string text, string pointer) =>
        LocationId.TryParse(text, out var location) && locations.Find(location) is not null
            ? location
            : Refusal.Invalid("location.unknown", pointer, "There is no such location.");

    public Result<Sku> Article(string text, string pointer) =>
        Sku.TryParse(text, out var sku) && storefront.Catalogue.Find(sku) is not null
            ? sku
            : Refusal.Invalid("stock.unknown-sku", pointer, "There is no article of this number.");

    /// <summary>One to eighty articles, each once.</summary>
    public Result<IReadOnlyList<Sku>> Articles(IReadOnlyList<string> texts, string pointer, string member = "")
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count is 0 or > MaxLines)
        {
            return Refusal.Invalid("stock.bad-lines", pointer, $"1 to {MaxLines} lines.");
        }

        var skus = new List<Sku>();
        foreach (var (index, text) in texts.Index())
        {
            var place = $"{pointer}/{index}{member}";
            var sku = Article(text, place);
            if (sku.IsRefused)
            {
                return sku.Refusal!;
            }

            if (skus.Contains(sku.Value))
            {
                return Refusal.Invalid("stock.repeated-sku", place, "This article stands in an earlier line.");
            }

            skus.Add(sku.Value);
        }

        return skus;
    }

    /// <summary>One to eighty lines, each article once.</summary>
    public Result<IReadOnlyList<DeskLine>> Lines(IReadOnlyList<DeskLineBody> lines, string pointer)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return Articles([.. lines.Select(line => line.Sku)], pointer, "/sku").Then(skus =>
        {
            var bad = lines.Index().FirstOrDefault(line => line.Item.Quantity is < 1 or > MaxPieces, (-1, null!)).Index;
            return bad >= 0
                ? Refusal.Invalid("stock.bad-quantity", $"{pointer}/{bad}/quantity", $"1 to {MaxPieces} pieces.")
                : (Result<IReadOnlyList<DeskLine>>)lines
                    .Zip(skus, (line, sku) => new DeskLine(sku, line.Quantity)).ToList();
        });
    }

    /// <summary>A number of pieces for a reason.</summary>
    public static Result<int> Quantity(int quantity, bool isSigned) =>
        quantity != 0 && Math.Abs((long)quantity) <= MaxPieces && (isSigned || quantity > 0)
            ? quantity
            : Refusal.Invalid(
                "stock.bad-quantity", "/quantity",
                isSigned ? $"1 to {MaxPieces} pieces, or as many below zero." : $"1 to {MaxPieces} pieces.");

    public static Result<string?> Note(string? text, string pointer) =>
        text is null || (text.Length is > 0 and <= MaxText && !string.IsNullOrWhiteSpace(text))
            ? text
            : Refusal.Invalid("stock.bad-text", pointer, $"1 to {MaxText} characters.");

    public static Result<string> Name(string text, string pointer) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MaxName
            ? text
            : Refusal.Invalid("stock.bad-text", pointer, $"1 to {MaxName} characters.");
}

/// <param name="Quantity">Whole pieces, 1 to 10,000.</param>
public sealed record DeskLineBody(string Sku, int Quantity);
