using System.Globalization;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>How far a client has seen a partition: <c>0:-1#123</c> is range 0, version -1, commit 123.</summary>
internal sealed record SessionToken(int Epoch, long Lsn)
{
    /// <summary>Finds a partition's part of the header <c>x-ms-session-token</c>.</summary>
    public static SessionToken? Of(string? header, int partition)
    {
        foreach (var part in (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':');
            var numbers = part[(colon + 1)..].Split('#');
            if (colon > 0 && numbers.Length >= 2
                && int.TryParse(part.AsSpan(0, colon).Trim(), NumberStyles.None, null, out var range)
                && range == partition
                && int.TryParse(numbers[0], NumberStyles.AllowLeadingSign, null, out var epoch)
                && long.TryParse(numbers[1], NumberStyles.None, null, out var lsn))
            {
                return new SessionToken(epoch, lsn);
            }
        }

        return null;
    }

    // A token from before a failover counts nothing of what the new write region counts.
    public bool IsAheadOf(int epoch, long lsn) => Epoch > epoch || (Epoch == epoch && Lsn > lsn);

    public string ToText(int partition) => string.Create(CultureInfo.InvariantCulture, $"{partition}:{Epoch}#{Lsn}");
}
