using TwistedThreads.Harness;

namespace TwistedThreads.Drills.Season;

/// <summary>Reads the journals as an auditor would: from the first entry to the last, looking for pieces that were
/// promised and were not there.</summary>
internal static class JournalWalk
{
    // An id begins with "mov_" and ten characters of time.
    private const int TimeEnd = 14;

    public static async Task<int> CountOversoldAsync(Staff staff, IEnumerable<string> skus)
    {
        var oversold = 0;
        foreach (var sku in skus)
        {
            var movements = (await staff.AllAsync($"/api/stock/{sku}/movements"))
                .Select(movement => new Entry(
                    movement.Required("id")[..TimeEnd], movement.Required("location"), movement.Required("reason"),
                    FreeChange(movement.Required("from"), movement.Required("to"), movement.Number("quantity"))))
                .ToList();
            oversold += movements.GroupBy(entry => entry.Location).Sum(CountOversold);
        }

        return oversold;
    }

    // What was booked in one millisecond may have been in either order: what came in is taken as first.
    private static int CountOversold(IEnumerable<Entry> journal)
    {
        var (free, oversold) = (0, 0);
        foreach (var entry in journal.OrderBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenByDescending(entry => entry.Free))
        {
            free += entry.Free;
            oversold += entry.Reason == "reserve" && free < 0 ? 1 : 0;
        }

        return oversold;
    }

    private static int FreeChange(string from, string to, int quantity) =>
        (to == "free" ? quantity : 0) - (from == "free" ? quantity : 0);

    private sealed record Entry(string Time, string Location, string Reason, int Free);
}
