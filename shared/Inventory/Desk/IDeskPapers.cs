namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>A paper as read, with the version that a write must name.</summary>
public sealed record VersionedPaper(DeskPaper Value, string Version);

/// <summary>The desk's papers.</summary>
public interface IDeskPapers
{
    /// <returns>Null when there is no such paper.</returns>
    Task<VersionedPaper?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Writes a paper anew; where it is to be carried on, the wish to do so goes with it.</summary>
    /// <returns>False when somebody else wrote first.</returns>
    Task<bool> ReplaceAsync(VersionedPaper before, DeskPaper after, CancellationToken cancellation);
}
