namespace TwistedThreads.Commerce.Inventory.Floor;

/// <summary>Why the desk or a scanner corrects the books, and which states that moves pieces between.</summary>
/// <param name="Code">Stable word of the API.</param>
/// <param name="From">State that pieces leave.</param>
/// <param name="To">State that they enter.</param>
/// <param name="IsSigned">Whether a quantity below zero turns the direction round.</param>
public sealed record AdjustmentReason(string Code, StockState From, StockState To, bool IsSigned = false)
{
    /// <summary>The reason where none is given: pieces were found, or with a quantity below zero lost.</summary>
    public const string Correction = "correction";

    public static IReadOnlyList<AdjustmentReason> All { get; } =
    [
        new(Correction, StockState.Outside, StockState.Free, IsSigned: true),
        new("found", StockState.Outside, StockState.Free),
        new("lost", StockState.Free, StockState.Outside),
        new("theft", StockState.Free, StockState.Outside),
        new("sample", StockState.Free, StockState.Outside),
        new("damaged", StockState.Free, StockState.Damaged),
        new("repaired", StockState.Damaged, StockState.Free),
        new("disposed", StockState.Damaged, StockState.Outside),
        new("hold", StockState.Free, StockState.QualityHold),
        new("release", StockState.QualityHold, StockState.Free),
        new("rejected", StockState.QualityHold, StockState.Damaged),
    ];

    /// <returns>Null when there is no such reason.</returns>
    public static AdjustmentReason? Find(string? code) =>
        All.FirstOrDefault(reason => reason.Code == (code ?? Correction));
}
