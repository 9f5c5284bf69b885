namespace TwistedThreads.Drills;

/// <summary>What one case of the drill came to.</summary>
public sealed record CaseReport(Loss Loss)
{
    /// <summary>Longest time after the loss in which no order was acknowledged.</summary>
    public required TimeSpan SellingGap { get; init; }

    /// <summary>Longest time after the loss in which no scan was accepted.</summary>
    public required TimeSpan ScanningGap { get; init; }

    public required int Acknowledged { get; init; }

    /// <summary>Acknowledged orders that the shop does not know any more.</summary>
    public required int Lost { get; init; }

    /// <summary>Orders that nobody was told of although everybody asked until the answer came, and numbers given
    /// twice.</summary>
    public required int Duplicated { get; init; }

    /// <summary>Acknowledged orders that did not leave the house in the end.</summary>
    public required int NotShipped { get; init; }

    /// <summary>Payments that are not captured exactly once in full.</summary>
    public required int BadPayments { get; init; }

    public required int Drift { get; init; }

    public required int Parked { get; init; }

    /// <summary>Writes that the service discarded with the region; none of them had been acknowledged.</summary>
    public required int Discarded { get; init; }

    /// <summary>Facts that were sent again from the outboxes.</summary>
    public required int Redriven { get; init; }

    public required TimeSpan LongestWait { get; init; }

    public required IReadOnlyDictionary<string, int> Errors { get; init; }

    public required IReadOnlyCollection<string> Surprises { get; init; }

    public bool IsClean => Lost + Duplicated + NotShipped + BadPayments + Drift + Parked + Surprises.Count == 0;
}
