using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory;

/// <summary>What all locations hold of a SKU, or those that were asked for; whole pieces.</summary>
/// <param name="AvailableToPromise">What may still be promised to somebody, over all shown locations.</param>
/// <param name="Channels">What each channel may still promise, over all shown locations.</param>
public sealed record StockView(
    Sku Sku, int AvailableToPromise, ChannelsView Channels, IReadOnlyList<LevelView> Locations)
{
    public static StockView Of(Sku sku, IReadOnlyList<StockLevel> levels) => new(
        sku, levels.Sum(level => level.AvailableToPromise),
        new ChannelsView(
            levels.Sum(level => level.AvailableTo(Channel.Web)), levels.Sum(level => level.AvailableTo(Channel.Shop))),
        [.. levels.Select(LevelView.Of)]);
}

/// <summary>Pieces that each channel may still promise: less the safety stock and what is fenced off for the
/// other.</summary>
public sealed record ChannelsView(int Web, int Shop);

/// <param name="Reserved">Pieces held for orders, those on pick lists included: available to promise is on hand, less
/// reserved, less safety.</param>
/// <param name="Allocated">Those of the reserved pieces that are on pick lists.</param>
/// <param name="WebFence">Pieces above the safety stock that shops leave for the web.</param>
/// <param name="ShopFence">Pieces above the safety stock that the web leaves for the shop.</param>
/// <param name="CountedAt">When the shelf was last counted, UTC; null when it never was.</param>
public sealed record LevelView(
    LocationId Location, int OnHand, int Reserved, int Allocated, int Picked, int InTransit, int Incoming,
    int Damaged, int QualityHold, int Safety, int AvailableToPromise, int WebFence, int ShopFence,
    ChannelsView Channels, DateTimeOffset? CountedAt)
{
    public static LevelView Of(StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return new(
            level.Location, level.OnHand, level.Held, level.Allocated, level.Picked, level.InTransit, level.Incoming,
            level.Damaged, level.QualityHold, level.Safety, level.AvailableToPromise, level.WebFence, level.ShopFence,
            new ChannelsView(level.AvailableTo(Channel.Web), level.AvailableTo(Channel.Shop)), level.CountedAt);
    }
}
