namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>Regions of an account as its partitions see them.</summary>
internal sealed class Geography(IReadOnlyList<string> regions, TimeProvider clock)
{
    private readonly bool[] _isCut = new bool[regions.Count];
    private readonly DateTimeOffset[] _cutAt = new DateTimeOffset[regions.Count];
    private long _lag;
    private long _writes;

    public IReadOnlyList<string> Regions => regions;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The region that takes writes.</summary>
    public int WriteRegion { get; set; }

    /// <summary>Whether a partition may move its writes when their region is lost.</summary>
    public bool IsPartitionFailoverOn { get; init; }

    /// <summary>How long a region must be lost before partitions move.</summary>
    public TimeSpan PartitionFailoverDelay { get; init; }

    public TimeSpan Lag
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _lag));
        set => Interlocked.Exchange(ref _lag, value.Ticks);
    }

    /// <summary>Writes that were on their way when their region was lost.</summary>
    public List<LostWrite> Lost { get; } = [];

    public bool IsCut(int region) => Volatile.Read(ref _isCut[region]);

    public void Cut(int region, bool isCut)
    {
        _cutAt[region] = Now;
        Volatile.Write(ref _isCut[region], isCut);
    }

    /// <summary>Whether the region has been lost for so long that its partitions go elsewhere.</summary>
    public bool IsGivenUp(int region) =>
        IsPartitionFailoverOn && IsCut(region) && Now - _cutAt[region] >= PartitionFailoverDelay;

    /// <summary>Another number for every write of the account.</summary>
    public long NextWrite() => Interlocked.Increment(ref _writes);
}
