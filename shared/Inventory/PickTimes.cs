namespace TwistedThreads.Commerce.Inventory;

/// <summary>Pieces of one SKU that one scan took off the shelf.</summary>
/// <param name="OccurredAt">When, UTC; perhaps days before it is told.</param>
public sealed record PickedPieces(int Quantity, DateTimeOffset OccurredAt);

/// <summary>Tells when each piece of a running total of picks was taken. What an older report knew no time for came
/// before all others.</summary>
/// <param name="picks">In the order in which they were told.</param>
/// <param name="picked">The running total that they lead to.</param>
/// <param name="now">For pieces of which nobody knows; and nothing happens later than that, whatever a scanner's clock
/// says.</param>
internal sealed class PickTimes(IReadOnlyList<PickedPieces> picks, int picked, DateTimeOffset now)
{
    private const int PicksAtOnce = 20;

    /// <returns>The pieces from one total to another, as few slices as there are times.</returns>
    public IEnumerable<(int From, int To, DateTimeOffset OccurredAt)> Between(int from, int to)
    {
        var slices = new List<(int From, int To, DateTimeOffset OccurredAt)>();
        foreach (var (start, end, time) in Told())
        {
            var (first, last) = (Math.Max(from, start), Math.Min(to, end));
            if (first >= last)
            {
                continue;
            }

            if (slices.Count > 0 && slices[^1].OccurredAt == time)
            {
                (first, _, _) = slices[^1];
                slices.RemoveAt(slices.Count - 1);
            }

            slices.Add((first, last, time));
        }

        return slices;
    }

    /// <summary>How far one step may go: what books it must fit into one batch of the store.</summary>
    public static int Reach(int before, int picked, IReadOnlyList<PickedPieces> picks)
    {
        var (place, taken) = (picked - picks.Sum(pick => pick.Quantity), 0);
        foreach (var pick in picks)
        {
            place += pick.Quantity;
            if (place > before && ++taken == PicksAtOnce)
            {
                return Math.Min(picked, place);
            }
        }

        return picked;
    }

    private IEnumerable<(int Start, int End, DateTimeOffset Time)> Told()
    {
        var place = Math.Max(0, picked - picks.Sum(pick => pick.Quantity));
        yield return (0, place, now);
        foreach (var pick in picks)
        {
            yield return (place, place + pick.Quantity, pick.OccurredAt < now ? pick.OccurredAt : now);
            place += pick.Quantity;
        }

        yield return (place, int.MaxValue, now);
    }
}
