using System.Security.Cryptography.X509Certificates;

namespace TwistedThreads.Simulators.Cosmos;

/// <summary>How a simulated account is set up.</summary>
public sealed record CosmosAccountOptions
{
    /// <summary>In failover order; the first takes writes.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["West Europe", "North Europe"];

    /// <summary>How long a commit travels to the other regions.</summary>
    public TimeSpan ReplicationLag { get; init; }

    /// <summary>The endpoints are https when it is set.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Expiry, <c>_ts</c>, replication and budgets go by it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Physical partitions of every container.</summary>
    public int PartitionsPerContainer { get; init; } = 1;

    /// <summary>Of every physical partition; null where nothing is ever throttled.</summary>
    public double? RequestUnitsPerSecond { get; init; }

    /// <summary>Whether partitions move their writes by themselves when their region is lost; clients know.</summary>
    public bool IsPartitionFailoverOn { get; init; }

    /// <summary>How long their region must be lost before they do; the service speaks of about three minutes.</summary>
    public TimeSpan PartitionFailoverDelay { get; init; }
}
