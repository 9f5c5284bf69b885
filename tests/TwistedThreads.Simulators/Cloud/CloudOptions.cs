namespace TwistedThreads.Simulators.Cloud;

/// <summary>How a simulated cloud is set up.</summary>
/// <param name="Package">Folder of the published program.</param>
public sealed record CloudOptions(string Package)
{
    /// <summary>In failover order; the first takes the writes.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["West Europe", "North Europe"];

    /// <summary>How long a commit travels from region to region.</summary>
    public TimeSpan ReplicationLag { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Of every physical partition; null where nothing is ever throttled.</summary>
    public double? RequestUnitsPerSecond { get; init; }

    /// <summary>Whether partitions move their writes by themselves.</summary>
    public bool IsPartitionFailoverOn { get; init; }

    /// <summary>How long after the loss of their region they do.</summary>
    public TimeSpan PartitionFailoverDelay { get; init; }

    /// <summary>App settings beside those that every app gets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}
