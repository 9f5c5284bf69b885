using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>A move-in as read, with the version that a write must name.</summary>
public sealed record VersionedMoveIn(MoveIn Value, string Version);

/// <summary>The next portion of a cut-over or a roll-back.</summary>
/// <param name="From">Articles that were finished when it was asked for; a step from elsewhere is an old one.</param>
public sealed record MoveInStep(MoveInId MoveIn, int Round, bool IsRollBack, int From);

/// <summary>Move-ins and the work lists of their cut-overs.</summary>
public interface IMoveIns
{
    Task<VersionedMoveIn?> FindAsync(MoveInId id, CancellationToken cancellation);

    /// <summary>Writes the move-in and, in the same batch, has its next step done.</summary>
    /// <returns>False when it changed since it was read.</returns>
    Task<bool> ReplaceAsync(
        VersionedMoveIn before, MoveIn after, MoveInStep? next, CancellationToken cancellation);

    /// <summary>The counts of a round, in the order in which they are booked; kept as long as the move-in.</summary>
    Task<IReadOnlyList<SkuCount>> WorkAsync(MoveInId id, string work, CancellationToken cancellation);
}

/// <summary>The switch of each shop that says whether the web may promise its stock.</summary>
public interface IMovedInFlags
{
    /// <summary>Safe to repeat.</summary>
    Task SetAsync(
        LocationId location, bool isMovedIn, MoveInId cause, string by, DateTimeOffset at,
        CancellationToken cancellation);
}
