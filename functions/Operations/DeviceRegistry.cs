using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Operations;

/// <summary>A scanner, bound to one location. Its key is kept as a hash.</summary>
public sealed record Device(string Id, LocationId Location, string KeyHash, bool IsRevoked);

/// <summary>Enrols scanners and recognises them by their keys.</summary>
public sealed class DeviceRegistry(IDocuments documents, IIdSource ids, TimeProvider clock)
{
    private const string Container = "operations";
    private const string Kind = "device";

    // A revoked key must stop working soon; until then the floor's thousand scans an hour need no read each.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (Device Device, DateTimeOffset Until)> _recent =
        new(StringComparer.Ordinal);

    /// <returns>The device, and its key: shown once, kept nowhere.</returns>
    public async Task<(Device Device, string Key)> EnrolAsync(LocationId location, CancellationToken cancellation)
    {
        var secret = ids.NewToken();
        var device = new Device(ids.New("dev_"), location, Hash(secret), false);
        await documents.CommitAsync(
            Container, Kind, [DocumentOperation.New(device.Id, Kind, device)], cancellation);
        return (device, $"{device.Id}.{secret}");
    }

    /// <returns>Null when no device has this key.</returns>
    public async Task<Device?> RecogniseAsync(string key, CancellationToken cancellation)
    {
        if (key.Length > 200 || key.Split('.') is not [var id, var secret] || !SortableId.IsValid(id, "dev_"))
        {
            return null;
        }

        var device = await FindAsync(id, cancellation);
        return device is { IsRevoked: false }
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(device.KeyHash))
            ? device
            : null;
    }

    private async Task<Device?> FindAsync(string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_recent.TryGetValue(id, out var recent) && recent.Until > now)
        {
            return recent.Device;
        }

        var found = await documents.ReadAsync(Container, Kind, id, cancellation);
        if (found is null)
        {
            return null;
        }

        var device = found.As<Device>();
        _recent[id] = (device, now + Remembered);
        return device;
    }

    private static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
