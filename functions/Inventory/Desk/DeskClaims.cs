using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>What the desk's wishes are called. The first request with a key gives the wish its id and its time, and all
/// that it does follows from them: a repetition does nothing new.</summary>
public sealed class DeskClaims(IDocuments documents, IIdSource ids, TimeProvider clock)
{
    private const string Kind = "desk-claim";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <param name="request">With an Idempotency-Key; its path is part of the wish.</param>
    /// <param name="prefix">Of the id, with its underscore.</param>
    /// <param name="body">As it was read.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The claim of the first such request.</returns>
    public async Task<Result<DeskClaim>> ClaimAsync<T>(
        HttpRequest request, string prefix, T body, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var by = request.HttpContext.User.Identity?.Name ?? string.Empty;
        var key = request.ReadIdempotencyKey();
        return await key.ThenAsync(async known =>
        {
            var wish = new DeskClaim(
                ids.New(prefix), Hash($"{request.Path}|{Encoding.UTF8.GetString(ShopJson.Serialize(body))}"), by,
                clock.GetUtcNow());
            var claim = await FirstAsync($"idm_{Hash($"desk|{by}|{known}")}", wish, cancellation);
            return claim.Body == wish.Body ? (Result<DeskClaim>)claim : DeskRefusal.OtherRequest();
        });
    }

    private async Task<DeskClaim> FirstAsync(string partition, DeskClaim wish, CancellationToken cancellation)
    {
        const int Attempts = 10;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var outcome = await documents.CommitAsync(
                ShipmentStore.Container.Name, partition, [DocumentOperation.New(Kind, Kind, wish, Kept)], cancellation);
            if (outcome.IsCommitted)
            {
                return wish;
            }

            // It may have lapsed in between.
            var found = await documents.ReadAsync(ShipmentStore.Container.Name, partition, Kind, cancellation);
            if (found is not null)
            {
                return found.As<DeskClaim>();
            }
        }

        throw new ConcurrentWriteException("The key of a request");
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>One wish of the desk.</summary>
/// <param name="Id">Of whatever it makes.</param>
/// <param name="Body">Hash of what was asked.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When it was asked first, UTC.</param>
public sealed record DeskClaim(string Id, string Body, string By, DateTimeOffset At);
