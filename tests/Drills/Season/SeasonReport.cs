namespace TwistedThreads.Drills.Season;

/// <summary>What a season came to.</summary>
/// <param name="WrongPlaces">Shelves of which the books say something else than follows from what was reported.</param>
/// <param name="WrongAfterCount">Shelves of which the books still are not the world after the last count.</param>
/// <param name="OversoldReservations">Reservations of pieces that could not be promised.</param>
/// <param name="Waiting">Orders that wait for pieces which were not on the shelf.</param>
internal sealed record SeasonReport(
    TimeSpan Played, int Orders, int Refused, int Scans, int Duplicates, int LateBatches, int LostDeeds,
    long Movements, int Drift, int Findings, int WrongPlaces, int PlacesToCount, int WrongAfterCount,
    int OversoldReservations, int Shipped, int Waiting, int Parked,
    IReadOnlyDictionary<string, (int Count, int Pieces)> Discrepancies)
{
    public bool IsClean =>
        Drift == 0 && Findings == 0 && WrongPlaces == 0 && WrongAfterCount == 0 && OversoldReservations == 0
        && Parked == 0 && Shipped + Waiting == Orders;

    public void Print()
    {
        Console.WriteLine($"""
            played in                      {Played.TotalMinutes:0.0} min
            orders placed / refused        {Orders} / {Refused}
            scans sent / known already     {Scans} / {Duplicates}
            batches up to 3 days late      {LateBatches}
            deeds that nobody ever told    {LostDeeds}
            movements in the journal       {Movements}
            drift, findings                {Drift}, {Findings}
            shelves not as reported        {WrongPlaces}
            shelves counted at the end     {PlacesToCount}
            shelves not as the world then  {WrongAfterCount}
            reservations of nothing        {OversoldReservations}
            orders shipped / waiting       {Shipped} / {Waiting}
            messages parked                {Parked}
            """);
        foreach (var (kind, (count, pieces)) in Discrepancies.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"discrepancy {kind,-20} {count} of {pieces} pieces");
        }
    }
}
