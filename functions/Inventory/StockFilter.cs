using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Which floor a level has fallen below.</summary>
public enum StockFloor
{
    /// <summary>Fewer free pieces than the safety stock.</summary>
    Safety,

    /// <summary>Fewer free pieces than none: held pieces were taken from the shelf.</summary>
    Zero,
}

/// <summary>Which SKUs of the stock list are wanted.</summary>
/// <param name="Location">Shows only what is there; null for everywhere.</param>
/// <param name="Prefix">How the SKU begins; null for any.</param>
/// <param name="Below">With a level below that floor; null for any.</param>
/// <param name="IsHeld">Whether pieces must be held for orders; null for either.</param>
public sealed record StockFilter(LocationId? Location, string? Prefix, StockFloor? Below, bool? IsHeld)
{
    /// <summary>Reads <c>location</c>, <c>sku</c>, <c>below</c> and <c>held</c>.</summary>
    public static Result<StockFilter> Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (location, prefix) = (query["location"].ToString(), query["sku"].ToString());
        var (below, held) = (query["below"].ToString(), query["held"].ToString());
        LocationId known = default;
        return location.Length > 0 && !LocationId.TryParse(location, out known)
                ? Malformed("location", "A location is 2 to 8 capital letters and digits.")
            : prefix.Length > Sku.MaxLength ? Malformed("sku", $"A SKU has at most {Sku.MaxLength} characters.")
            : below is not ("" or "safety" or "zero") ? Malformed("below", "Below safety or below zero.")
            : held is not ("" or "true" or "false") ? Malformed("held", "Held is true or false.")
            : new StockFilter(
                location.Length > 0 ? known : null,
                prefix.Length > 0 ? prefix : null,
                below switch { "safety" => StockFloor.Safety, "zero" => StockFloor.Zero, _ => null },
                held.Length > 0 ? held == "true" : null);
    }

    /// <summary>Names the list that it makes, so that a cursor is good for no other.</summary>
    public string Name => $"stock|{Location}|{Prefix}|{Below}|{IsHeld}";

    public bool Fits(string sku) => Prefix is null || sku.StartsWith(Prefix, StringComparison.Ordinal);

    /// <param name="levels">Of one SKU, at the locations that are shown.</param>
    public bool Fits(IReadOnlyList<StockLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Count > 0
            && (Below is null || levels.Any(level => level.Free < (Below == StockFloor.Safety ? level.Safety : 0)))
            && (IsHeld is null || levels.Any(level => level.Held > 0) == IsHeld);
    }

    private static Refusal Malformed(string name, string detail) =>
        new(RefusalKind.Malformed, $"stock.bad-{name}", detail);
}
