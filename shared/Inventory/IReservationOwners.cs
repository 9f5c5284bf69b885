using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory;

/// <summary>What an order wants of stock, told by whoever keeps the orders.</summary>
/// <param name="Stands">Whether it still wants its pieces: false once it is cancelled.</param>
/// <param name="Pieces">By line; two lines may be of one SKU.</param>
public sealed record ReservationOwner(bool Stands, IReadOnlyList<StockWish> Pieces)
{
    public int PiecesOf(Sku sku) => Pieces.Where(wish => wish.Sku == sku).Sum(wish => wish.Quantity);
}

/// <summary>Those for whom pieces are held. Inventory asks without knowing what an order is.</summary>
public interface IReservationOwners
{
    /// <returns>Null when no such order was placed.</returns>
    Task<ReservationOwner?> FindAsync(OrderId order, CancellationToken cancellation);

    /// <summary>Makes sure that the id never becomes an order, so that its pieces may be given back.</summary>
    /// <returns>False when it is an order already.</returns>
    Task<bool> GiveUpAsync(OrderId order, DateTimeOffset at, CancellationToken cancellation);
}
