using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>What the shop says that it has of one SKU; whole pieces.</summary>
public sealed record StockCard(string Sku, int AvailableToPromise, IReadOnlyList<StockCard.Shelf> Shelves)
{
    public int OnHand => Shelves.Sum(shelf => shelf.OnHand);

    public int Reserved => Shelves.Sum(shelf => shelf.Reserved);

    public int Allocated => Shelves.Sum(shelf => shelf.Allocated);

    /// <summary>Whether no open order or cart holds a piece.</summary>
    public bool IsFree => Reserved == 0 && Allocated == 0;

    public static StockCard Of(JsonNode stock) => new(
        stock.Required("sku"),
        stock.Number("availableToPromise"),
        [.. stock.Items("locations").Select(Shelf.Of)]);

    public override string ToString() => $"{Sku}: {AvailableToPromise} to promise; {string.Join("; ", Shelves)}";

    /// <summary>One location's part of it.</summary>
    public sealed record Shelf(string Location, int OnHand, int Reserved, int Allocated, int Safety)
    {
        public static Shelf Of(JsonNode level) => new(
            level.Required("location"),
            level.Number("onHand"),
            level.Number("reserved"),
            level.Number("allocated"),
            level.Number("safety"));
    }
}
