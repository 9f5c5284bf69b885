using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>Shows levels as people think of them: what a bucket has is free or reserved like any other piece.</summary>
public sealed class PermitCounts(MovePermitsWorkflow moves)
{
    /// <summary>The levels with the pieces in escrow counted as free or as reserved. Levels and buckets are read one
    /// after the other: while a drop sells, the split may be a moment old, the sum is not.</summary>
    public async Task<IReadOnlyList<StockLevel>> AddAsync(
        Sku sku, IReadOnlyList<StockLevel> levels, CancellationToken cancellation)
    {
        if (DropMark.Among(levels) is not { } mark)
        {
            return levels;
        }

        var seen = await moves.LookAsync(sku, mark, cancellation);
        return [.. levels.Select(level => level.Location == mark.Location ? Merged(level, seen) : level)];
    }

    private static StockLevel Merged(StockLevel level, DropPicture seen)
    {
        var free = Math.Min(level.Escrow, seen.Free + seen.OnTheWay);
        return level with { Escrow = 0, Free = level.Free + free, Reserved = level.Reserved + level.Escrow - free };
    }
}
