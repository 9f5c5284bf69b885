using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>Enrols scanners, recognises them by their keys, renews keys and revokes devices.</summary>
/// <remarks>Nothing is remembered between requests: each costs one point read, and carries up to 500 scans. So once a
/// revocation is answered the next request is refused, whichever instance it meets.</remarks>
public sealed class DeviceRegistry(IDocuments documents, IIdSource ids, TimeProvider clock)
{
    private const string Container = "operations";
    private const string Kind = "device";
    private const int Tries = 5;
    private static readonly Refusal NotFound = Refusal.NotFound("device.not-found", "There is no such device.");

    /// <summary>Not repeatable without a second device: its key is kept nowhere, so it could not be told
    /// again.</summary>
    /// <returns>The device, and its key: shown once, kept nowhere.</returns>
    public async Task<(Device Device, string Key)> EnrolAsync(
        LocationId location, string? name, string by, CancellationToken cancellation)
    {
        var key = new DeviceKey(ids.New(Device.Prefix), ids.NewToken());
        var device = Device.Enrolled(key.Id, location, name, key.Hash(), by, clock.GetUtcNow());
        await documents.CommitAsync(
            Container, Kind, [DocumentOperation.New(device.Id, Kind, device)], cancellation);
        return (device, key.ToString());
    }

    /// <summary>The first use of a new key ends the one before it, before anything is answered.</summary>
    /// <returns>Null when no device has this key.</returns>
    /// <exception cref="DocumentsException">Nobody knows whose key it is.</exception>
    public async Task<Device?> RecogniseAsync(string text, CancellationToken cancellation)
    {
        if (DeviceKey.Read(text) is not { } key)
        {
            return null;
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = await documents.ReadAsync(Container, Kind, key.Id, cancellation);
            if (found?.As<Device>() is not { IsRevoked: false } device)
            {
                return null;
            }

            if (!key.Fits(device.KeyHash))
            {
                return device.OldKeyWorksUntil(clock.GetUtcNow()) is not null && key.Fits(device.Replaced!.Hash)
                    ? device
                    : null;
            }

            if (device.Replaced is null || await ReplaceAsync(found, device with { Replaced = null }, cancellation))
            {
                return device;
            }
        }

        throw new ConcurrentWriteException(key.Id);
    }

    public async Task<Result<Device>> FindAsync(string id, CancellationToken cancellation) =>
        await ReadAsync(id, cancellation) is { } found ? found.As<Device>() : NotFound;

    /// <summary>A page of devices in the order of their ids, which is that of their enrolment.</summary>
    /// <param name="isWanted">Which devices are listed.</param>
    /// <param name="limit">Devices in a page.</param>
    /// <param name="after">Id of the last one before the page; null for the first page.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The page, and the id to go on after; null on the last page.</returns>
    public async Task<(IReadOnlyList<Device> Items, string? Next)> ListAsync(
        Func<Device, bool> isWanted, int limit, string? after, CancellationToken cancellation)
    {
        // All are looked through each time: a shop has tens of them, which one page of the store holds.
        var items = new List<Device>();
        await foreach (var document in documents.QueryAllAsync(All, cancellation))
        {
            var device = document.As<Device>();
            if (string.CompareOrdinal(device.Id, after) <= 0 || !isWanted(device))
            {
                continue;
            }

            if (items.Count == limit)
            {
                return (items, items[^1].Id);
            }

            items.Add(device);
        }

        return (items, null);
    }

    /// <summary>Safe to repeat: the first reason stands.</summary>
    public async Task<Result<Device>> RevokeAsync(
        string id, string by, string reason, CancellationToken cancellation) =>
        await ChangeAsync(
            id, device => device.IsRevoked ? device : device.Revoked(by, reason, clock.GetUtcNow()), cancellation);

    /// <summary>Issues another key. The scanner's present one works until this is first used, for
    /// <see cref="Device.Grace"/> at most.</summary>
    /// <returns>The device, and its new key: shown once, kept nowhere.</returns>
    public async Task<Result<(Device Device, string Key)>> RenewKeyAsync(
        string id, string by, CancellationToken cancellation)
    {
        var key = new DeviceKey(id, ids.NewToken());
        var renewed = await ChangeAsync(
            id,
            device => device.IsRevoked
                ? Refusal.Conflict("device.revoked", "The device was revoked; enrol it anew.")
                : device.Renewed(key.Hash(), by, clock.GetUtcNow()),
            cancellation);
        return renewed.Then<(Device, string)>(device => (device, key.ToString()));
    }

    private static DocumentQuery All => new(Container)
    {
        PartitionKey = Kind,
        Kind = Kind,
        Limit = DocumentLimits.MaxPage,
    };

    private async Task<Result<Device>> ChangeAsync(
        string id, Func<Device, Result<Device>> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = await ReadAsync(id, cancellation);
            if (found is null)
            {
                return NotFound;
            }

            var before = found.As<Device>();
            var after = change(before);
            if (after.IsRefused || ReferenceEquals(after.Value, before)
                || await ReplaceAsync(found, after.Value, cancellation))
            {
                return after;
            }
        }

        throw new ConcurrentWriteException(id);
    }

    private async Task<Document?> ReadAsync(string id, CancellationToken cancellation) =>
        SortableId.IsValid(id, Device.Prefix)
            ? await documents.ReadAsync(Container, Kind, id, cancellation)
            : null;

    private async Task<bool> ReplaceAsync(Document found, Device device, CancellationToken cancellation) =>
        (await documents.CommitAsync(Container, Kind, [DocumentOperation.Over(found, device)], cancellation))
        .IsCommitted;
}
