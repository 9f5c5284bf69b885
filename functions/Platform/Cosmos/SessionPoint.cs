using System.Globalization;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Compares the service's session tokens: <c>range:version#lsn#region=lsn</c>, or <c>range:lsn</c> in the old
/// form. The sequence number counts the writes of one physical partition in all regions alike.</summary>
public static class SessionPoint
{
    /// <returns>Whether a region that answered with <paramref name="seen"/> has what was written at
    /// <paramref name="written"/>; false when either is missing, unreadable, or of another partition or version: a
    /// failover begins a new version, which counts on from where the survivor was.</returns>
    public static bool IsAtLeast(string? seen, string? written) =>
        Parse(seen) is { } here && Parse(written) is { } there
        && here.Range == there.Range && here.Version == there.Version && here.Sequence >= there.Sequence;

    private static (string Range, string Version, long Sequence)? Parse(string? token)
    {
        var parts = (token ?? string.Empty).Split(':');
        if (parts.Length != 2)
        {
            return null;
        }

        var fields = parts[1].Split('#');
        return long.TryParse(fields[Math.Min(1, fields.Length - 1)], CultureInfo.InvariantCulture, out var sequence)
            ? (parts[0], fields.Length > 1 ? fields[0] : string.Empty, sequence)
            : null;
    }
}
