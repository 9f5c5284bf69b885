using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Orders;

/// <summary>Idempotency keys of checkouts, in the orders container; each its own partition,
/// kept for two days.</summary>
public sealed class CheckoutClaimStore(IDocuments documents) : ICheckoutClaims
{
    private const string Id = "claim";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    public async Task<CheckoutClaim?> FindAsync(string keyHash, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(OrderStore.Container.Name, PartitionOf(keyHash), Id, cancellation);
        return found?.As<CheckoutClaim>();
    }

    public async Task<CheckoutClaim?> ClaimAsync(CheckoutClaim claim, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var outcome = await documents.CommitAsync(
            OrderStore.Container.Name, PartitionOf(claim.KeyHash), [DocumentOperation.New(Id, Id, claim, Kept)],
            cancellation);
        return outcome.IsCommitted ? null : await FindAsync(claim.KeyHash, cancellation);
    }

    public async Task SettleAsync(CheckoutClaim claim, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        await documents.CommitAsync(
            OrderStore.Container.Name, PartitionOf(claim.KeyHash), [DocumentOperation.Put(Id, Id, claim, Kept)],
            cancellation);
    }

    private static string PartitionOf(string keyHash) => $"idm_{keyHash}";
}
