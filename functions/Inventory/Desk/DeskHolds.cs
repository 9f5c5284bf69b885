using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>A wish to keep pieces for a customer.</summary>
/// <param name="Key">Idempotency key: the same key is the same wish.</param>
public sealed record DeskHoldWish(
    Sku Sku, LocationId? Location, int Quantity, DateTimeOffset Until, string Note, string By, string Key)
{
    public string KeyHash => Hash($"desk-hold|{By}|{Key}");

    /// <summary>Tells two wishes of one key apart.</summary>
    public string Fingerprint => Hash($"{Sku}|{Location}|{Quantity}|{Until.UtcTicks}|{Note}");

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>A desk hold as read, with the version that a write must name.</summary>
public sealed record VersionedDeskHold(DeskHold Value, string Version);

/// <summary>What shops keep for customers, in the stock books beside the reservations of orders. Fulfilment never sees
/// it.</summary>
public sealed class DeskHolds(
    IDocuments documents, IStockLedger ledger, Locations locations, IIdSource ids)
{
    public const string Kind = "desk-hold";
    private const string ClaimKind = "desk-claim";
    private const int Attempts = 100;
    private static readonly TimeSpan ClaimLife = TimeSpan.FromDays(2);
    private static readonly string Container = StockStore.Container.Name;

    /// <summary>Keeps pieces, once for each key.</summary>
    public async Task<Result<DeskHold>> OpenAsync(
        DeskHoldWish wish, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await FindClaimAsync(wish, cancellation) is { } earlier)
            {
                return earlier;
            }

            var levels = await ledger.LevelsAsync(wish.Sku, cancellation);
            if (levels.Count == 0)
            {
                return StockRefusal.Unknown(wish.Sku.Value);
            }

            if (DeskHold.Choose(levels, wish.Location, wish.Quantity, locations.IsWarehouse) is not { } location)
            {
                return NotEnough(wish, levels);
            }

            var hold = new DeskHold(
                ids.New(DeskHold.Prefix), wish.Sku, wish.Until, Hold.Of(location, wish.Quantity), wish.Note, wish.By);
            if (await BookAsync(wish, hold, now, cancellation))
            {
                return hold;
            }
        }

        throw new ConcurrentWriteException($"The stock of {wish.Sku}");
    }

    public async Task<VersionedDeskHold?> FindAsync(Sku sku, string id, CancellationToken cancellation) =>
        await documents.ReadAsync(Container, sku.Value, IdOf(id), cancellation) is { Kind: Kind } found
            ? new VersionedDeskHold(found.As<DeskHold>(), found.ETag)
            : null;

    /// <returns>False when somebody else changed it first.</returns>
    public async Task<bool> ExtendAsync(
        VersionedDeskHold before, DateTimeOffset until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        return (await documents.CommitAsync(
            Container, before.Value.Sku.Value, [Over(before, before.Value with { ExpiresAt = until })],
            cancellation)).IsCommitted;
    }

    /// <summary>Gives the pieces back, for a reason of the journal.</summary>
    /// <returns>False when somebody else changed it first.</returns>
    public async Task<bool> ReleaseAsync(
        VersionedDeskHold before, string reason, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        var (after, movement) = before.Value.Release(reason, by, now);
        return (await documents.CommitAsync(
            Container, after.Sku.Value, [Over(before, after), .. StockStore.Booking([movement], null)],
            cancellation)).IsCommitted;
    }

    /// <summary>Gives back what lapsed.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                Kind = Kind,
                Where = FieldFilter.Before("expiresAt", now),
                Limit = limit,
            },
            cancellation);
        var released = 0;
        foreach (var row in page.Items)
        {
            var lapsed = new VersionedDeskHold(row.As<DeskHold>(), row.ETag);
            released += await ReleaseAsync(lapsed, "expire", "sweep", now, cancellation) ? 1 : 0;
        }

        return released;
    }

    // The same prefix as reservations, so that both are listed as one.
    private static string IdOf(string id) => $"{StockStore.ReservationPrefix}{id}";

    private static string ClaimId(DeskHoldWish wish) => $"claim|{wish.KeyHash}";

    private static DocumentOperation.Replace Over(VersionedDeskHold before, DeskHold after) =>
        new(IdOf(after.Id), Kind, ShopJson.Serialize(after), before.Version);

    private static Refusal NotEnough(DeskHoldWish wish, IReadOnlyList<StockLevel> levels)
    {
        var most = levels.Where(level => wish.Location is null || level.Location == wish.Location)
            .Select(level => level.AvailableTo(Channel.Shop)).DefaultIfEmpty().Max();
        return StockRefusal.NotEnough([new StockRefusal.Shortage(wish.Sku, wish.Quantity, most)]);
    }

    private async Task<bool> BookAsync(
        DeskHoldWish wish, DeskHold hold, DateTimeOffset now, CancellationToken cancellation)
    {
        var claim = new Claim(hold.Id, wish.Fingerprint);
        var outcome = await documents.CommitAsync(
            Container, wish.Sku.Value,
            [
                DocumentOperation.New(ClaimId(wish), ClaimKind, claim, ClaimLife),
                DocumentOperation.New(IdOf(hold.Id), Kind, hold),
                .. StockStore.Booking([hold.Book(now)], "keptFromShop"),
            ],
            cancellation);
        return outcome.IsCommitted;
    }

    private async Task<Result<DeskHold>?> FindClaimAsync(DeskHoldWish wish, CancellationToken cancellation)
    {
        var claim = (await documents.ReadAsync(Container, wish.Sku.Value, ClaimId(wish), cancellation))?.As<Claim>();
        if (claim is null)
        {
            return null;
        }

        return claim.Fingerprint == wish.Fingerprint
            && await FindAsync(wish.Sku, claim.Hold, cancellation) is { } found
            ? (Result<DeskHold>)found.Value
            : (Result<DeskHold>)Refusal.Invalid(
                "idempotency.key-reused", string.Empty, "This key was used for another request.");
    }

    private sealed record Claim(string Hold, string Fingerprint);
}
