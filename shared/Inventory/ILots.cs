using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>A batch of one article that may not leave the house, as after a complaint about its dye.</summary>
/// <param name="Lot">As printed on the label (GS1 AI 10).</param>
/// <param name="Reason">For the people on the floor.</param>
/// <param name="By">Who blocked or released it last.</param>
/// <param name="At">When, UTC.</param>
public sealed record LotBlock(Sku Sku, string Lot, bool IsBlocked, string Reason, string By, DateTimeOffset At);

/// <summary>Which lots are blocked.</summary>
public interface ILots
{
    Task<bool> IsBlockedAsync(Sku sku, string lot, CancellationToken cancellation);
}
