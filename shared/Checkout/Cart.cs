using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>What a customer wants to buy. Every change makes a new version;
/// an order is placed for exactly one of them.</summary>
/// <param name="Version">Counts changes; 1 for a new cart.</param>
/// <param name="Customer">Id of the signed-in owner; null for a guest, who owns the cart by its token.</param>
/// <param name="Attempt">The checkout that holds the cart; while it does, the cart cannot change.</param>
/// <param name="HeldUntil">After this, whoever began the attempt has given up or died, UTC; null when no attempt is
/// under way, also once the cart is an order.</param>
public sealed record Cart(
    CartId Id,
    int Version,
    string? Customer,
    IReadOnlyList<CartLine> Lines,
    Delivery? Delivery,
    string? PromotionCode,
    CheckoutAttempt? Attempt,
    DateTimeOffset? HeldUntil)
{
    public const int MaxLines = 50;
    public const int MaxPiecesPerLine = 100;

    public static Cart Open(CartId id, string? customer) => new(id, 1, customer, [], null, null, null, null);

    /// <summary>Adds pieces; a second line of the same SKU is the same line.</summary>
    public Result<Cart> Add(string lineId, Sku sku, int quantity)
    {
        var line = Lines.FirstOrDefault(line => line.Sku == sku);
        return Attempt is not null ? CartRefusal.Held()
            : quantity is < 1 or > MaxPiecesPerLine ? CartRefusal.BadQuantity()
            : line is null && Lines.Count >= MaxLines ? CartRefusal.TooManyLines()
            : line is null ? Changed([.. Lines, new CartLine(lineId, sku, quantity)])
            : line.Quantity + quantity > MaxPiecesPerLine ? CartRefusal.BadQuantity()
            : With(line with { Quantity = line.Quantity + quantity });
    }

    /// <summary>Sets a line's pieces; none removes it.</summary>
    public Result<Cart> SetQuantity(string lineId, int quantity)
    {
        var line = Lines.FirstOrDefault(line => line.Id == lineId);
        return Attempt is not null ? CartRefusal.Held()
            : line is null ? CartRefusal.NoSuchLine()
            : quantity is < 0 or > MaxPiecesPerLine ? CartRefusal.BadQuantity()
            : quantity == 0 ? Changed([.. Lines.Where(other => other.Id != lineId)])
            : With(line with { Quantity = quantity });
    }

    public Result<Cart> DeliverTo(Delivery delivery) =>
        Attempt is not null ? CartRefusal.Held() : this with { Delivery = delivery, Version = Version + 1 };

    public Result<Cart> Promote(string code) =>
        Attempt is not null ? CartRefusal.Held() : this with { PromotionCode = code, Version = Version + 1 };

    /// <summary>Holds the cart for one attempt to check it out. The version stays:
    /// what is paid is what was seen.</summary>
    public Cart HeldFor(CheckoutAttempt attempt, DateTimeOffset until) =>
        this with { Attempt = attempt, HeldUntil = until };

    /// <summary>Lets the customer change the cart again after an attempt that came to nothing.</summary>
    public Cart Reopened() => this with { Attempt = null, HeldUntil = null };

    /// <summary>The attempt became an order: the cart stays as it is for good.</summary>
    public Cart Ordered() => this with { HeldUntil = null };

    private Cart With(CartLine line) => Changed([.. Lines.Select(other => other.Id == line.Id ? line : other)]);

    private Cart Changed(IReadOnlyList<CartLine> lines) => this with { Lines = lines, Version = Version + 1 };
}

/// <summary>Pieces of one SKU in a cart.</summary>
public sealed record CartLine(string Id, Sku Sku, int Quantity);

/// <summary>Where an order goes, how, and whom to tell.</summary>
public sealed record Delivery(string Method, Address Address, string Email);

/// <summary>A postal address.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Address(string Name, string Line1, string? Line2, string PostalCode, string City, string Country);

/// <summary>One try to turn a cart into an order.</summary>
/// <param name="Order">The id that the order will have; nothing else may have it.</param>
/// <param name="KeyHash">Of the idempotency key that began it.</param>
public sealed record CheckoutAttempt(OrderId Order, string KeyHash);
