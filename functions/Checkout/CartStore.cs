using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Checkout;

/// <summary>Carts over the document port; each its own partition.</summary>
public sealed class CartStore(IDocuments documents) : ICarts
{
    private const string Kind = "cart";
    private const string Id = "cart";

    /// <summary>How long a cart is kept after its last change.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static DocumentContainer Container { get; } =
        new("carts", "cartId", new DocumentIndex(Kind, "heldUntil"));

    public async Task<VersionedCart?> FindAsync(CartId id, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container.Name, id.Value, Id, cancellation);
        return found is null ? null : new VersionedCart(found.As<Cart>(), found.ETag);
    }

    public async Task CreateAsync(Cart cart, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cart);
        await documents.CommitAsync(
            Container.Name, cart.Id.Value, [DocumentOperation.New(Id, Kind, cart, Kept)], cancellation);
    }

    public async Task<VersionedCart?> ReplaceAsync(VersionedCart before, Cart after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var replace = new DocumentOperation.Replace(Id, Kind, ShopJson.Serialize(after), before.Mark, Kept);
        var outcome = await documents.CommitAsync(Container.Name, after.Id.Value, [replace], cancellation);
        return outcome.IsCommitted ? new VersionedCart(after, outcome.ETags[0]!) : null;
    }

    public async Task<IReadOnlyList<VersionedCart>> FindStrandedAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name)
            {
                Kind = Kind,
                Where = FieldFilter.Before("heldUntil", now),
                Limit = limit,
            },
            cancellation);
        return [.. page.Items.Select(document => new VersionedCart(document.As<Cart>(), document.ETag))];
    }
}
