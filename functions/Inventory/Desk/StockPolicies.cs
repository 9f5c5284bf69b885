using System.Globalization;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>What a location keeps of one SKU, whole pieces.</summary>
/// <param name="Safety">Promised to nobody.</param>
/// <param name="WebFence">Above the safety stock, left for the web by shops.</param>
/// <param name="ShopFence">Above the safety stock, left for the shop by the web.</param>
public sealed record StockPolicy(int Safety, int WebFence, int ShopFence)
{
    public static StockPolicy Of(StockLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return new(level.Safety, level.WebFence, level.ShopFence);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"safety {Safety}, web fence {WebFence}, shop fence {ShopFence}");
}

/// <summary>A policy as read, with the version of the level that bears it.</summary>
public sealed record VersionedPolicy(StockPolicy Value, string ETag);

/// <summary>The policies of levels. A change moves no pieces: who made it is kept beside it.</summary>
public sealed class StockPolicies(IDocuments documents, IIdSource ids, TimeProvider clock)
{
    private const string Deed = "policy";
    private const int Attempts = 50;
    private static readonly string Container = StockStore.Container.Name;

    /// <returns>Null when the SKU was never stocked there.</returns>
    public async Task<VersionedPolicy?> FindAsync(Sku sku, LocationId location, CancellationToken cancellation) =>
        await ReadAsync(sku, location, cancellation) is { } found
            ? new VersionedPolicy(StockPolicy.Of(found.As<StockLevel>()), found.ETag)
            : null;

    /// <summary>Who changed the policy, the latest first.</summary>
    public Task<IReadOnlyList<StockDeed>> ChangesAsync(
        Sku sku, LocationId location, int limit, CancellationToken cancellation) =>
        StockDeed.LatestAsync(documents, sku, Deed, location.Value, limit, cancellation);

    /// <summary>Sets the policy at the version that the caller saw. One that is set already is answered as it is: the
    /// request was heard before.</summary>
    public async Task<Result<VersionedPolicy>> SetAsync(
        Sku sku, LocationId location, StockPolicy policy, IfMatch match, string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(match);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await ReadAsync(sku, location, cancellation) is not { } found)
            {
                return Unknown(sku, location);
            }

            if (StockPolicy.Of(found.As<StockLevel>()) == policy)
            {
                return new VersionedPolicy(policy, found.ETag);
            }

            if (!match.Fits(found.ETag))
            {
                return new Refusal(
                    RefusalKind.Outdated, "stock.level-changed", "The level is not at the version that you named.");
            }

            var outcome = await WriteAsync(sku, found, policy, by, cancellation);
            if (outcome.IsCommitted)
            {
                return new VersionedPolicy(policy, outcome.ETags[0]!);
            }
        }

        throw new ConcurrentWriteException($"The level of {sku} at {location}");
    }

    public static Refusal Unknown(Sku sku, LocationId location) =>
        Refusal.NotFound("stock.unknown-level", $"{sku} was never stocked at {location}.");

    private Task<BatchOutcome> WriteAsync(
        Sku sku, Document found, StockPolicy policy, string by, CancellationToken cancellation)
    {
        var level = found.As<StockLevel>();
        var deed = new StockDeed(
            Deed, level.Location.Value, by, StockPolicy.Of(level).ToString(), policy.ToString(), clock.GetUtcNow());
        return documents.CommitAsync(
            Container, sku.Value,
            [
                DocumentOperation.Over(found, level.Keeping(policy.Safety, policy.WebFence, policy.ShopFence)),
                deed.ToOperation(ids.New("pol_")),
            ],
            cancellation);
    }

    private ValueTask<Document?> ReadAsync(Sku sku, LocationId location, CancellationToken cancellation) =>
        documents.ReadAsync(Container, sku.Value, StockStore.LevelId(location), cancellation);
}
