using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>A scanner, bound to one location. Its keys are kept as hashes.</summary>
/// <param name="KeyHash">Of its latest key.</param>
public sealed record Device(string Id, LocationId Location, string KeyHash, bool IsRevoked)
{
    public const string Prefix = "dev_";

    /// <summary>How long a replaced key works at most, for a scanner that is offline when it is replaced.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    private const int MostDeeds = 100;

    /// <summary>What people call it; null when nobody named it.</summary>
    public string? Name { get; init; }

    /// <summary>The key before the latest; null once the latest was used.</summary>
    public ReplacedKey? Replaced { get; init; }

    /// <summary>Who did what to it, oldest first. Of very many the oldest are forgotten, but not the
    /// enrolment.</summary>
    public IReadOnlyList<DeviceDeed> Deeds { get; init; } = [];

    public static Device Enrolled(
        string id, LocationId location, string? name, string keyHash, string by, DateTimeOffset now) =>
        new(id, location, keyHash, false) { Name = name, Deeds = [new DeviceDeed("enrol", by, null, now)] };

    public Device Revoked(string by, string reason, DateTimeOffset now) => this with
    {
        IsRevoked = true,
        Replaced = null,
        Deeds = DeedsAnd(new DeviceDeed("revoke", by, reason, now)),
    };

    /// <summary>With a new key. A latest key that was never used gives way to it: the one before is the one that the
    /// scanner has, and it lives no longer for that.</summary>
    public Device Renewed(string keyHash, string by, DateTimeOffset now) => this with
    {
        KeyHash = keyHash,
        Replaced = Replaced ?? new ReplacedKey(KeyHash, now + Grace),
        Deeds = DeedsAnd(new DeviceDeed("renew-key", by, null, now)),
    };

    /// <summary>When the key before the latest stops working, UTC; null when it no longer works.</summary>
    public DateTimeOffset? OldKeyWorksUntil(DateTimeOffset now) => Replaced?.Until > now ? Replaced.Until : null;

    private IReadOnlyList<DeviceDeed> DeedsAnd(DeviceDeed deed) => Deeds.Count < MostDeeds
        ? [.. Deeds, deed]
        : [Deeds[0], .. Deeds.Skip(Deeds.Count - MostDeeds + 2), deed];
}

/// <param name="Hash">Of the replaced key.</param>
/// <param name="Until">It works until then, UTC, or until the latest key is first used.</param>
public sealed record ReplacedKey(string Hash, DateTimeOffset Until);

/// <summary>Something that was done to a device. It is kept in the device's own document: the change and its entry are
/// one write.</summary>
/// <param name="Deed">enrol, renew-key or revoke.</param>
/// <param name="By">Name of whoever did it.</param>
/// <param name="Reason">Null where none is asked for.</param>
public sealed record DeviceDeed(string Deed, string By, string? Reason, DateTimeOffset At);
