using TwistedThreads.Harness;

namespace TwistedThreads.Drills.Season;

/// <summary>Compares the books of a played season with what follows from the reports, and in the end with the
/// world.</summary>
internal sealed class SeasonAudit(
    Staff staff, World world, Chronicle chronicle, IReadOnlyCollection<string> orders)
{
    private const int Shown = 5;
    private const string First = "first difference: ";

    public async Task<SeasonReport> CloseAsync(
        TimeSpan played, IReadOnlyList<Handheld> devices, int refused, Func<IReadOnlyList<Place>, Task> count)
    {
        var expected = chronicle.Books();
        Change Reported(Place place) => expected.GetValueOrDefault(place, Change.None);
        var wrong = (await BooksAsync()).Where(entry => entry.Value != Reported(entry.Key)).ToList();
        foreach (var (place, booked) in wrong.Take(Shown))
        {
            Console.WriteLine($"{First}{place}: booked {booked}, reported {Reported(place)}");
        }

        List<Place> toCount = [.. world.Known.Where(place => Reported(place).Shelf != world.Shelf(place))];
        await count(toCount);
        var after = await BooksAsync();
        var proof = (await staff.GetAsync("/api/stock/proof")).Expect(200);
        var states = await staff.OrdersAsync();
        var shipped = orders.Count(order => states.GetValueOrDefault(order) == "shipped");
        return new SeasonReport(
            played, orders.Count, refused, devices.Sum(device => device.Sent),
            devices.Sum(device => device.Repetitions), devices.Sum(device => device.LateBatches), chronicle.Lost,
            proof.Member("movements").GetValue<long>(), proof.Number("drift"), proof.Items("findings").Count,
            wrong.Count, toCount.Count, after.Count(entry => entry.Value.Shelf != world.Shelf(entry.Key)),
            await JournalWalk.CountOversoldAsync(staff, world.Places.Select(place => place.Sku).Distinct()),
            shipped, states.Count(order => order.Value is "allocated" or "picking" or "packed" or "partlyShipped"),
            (await staff.ParkedAsync()).Count, await DiscrepanciesAsync());
    }

    private async Task<IReadOnlyDictionary<Place, Change>> BooksAsync()
    {
        var books = new Dictionary<Place, Change>();
        foreach (var sku in world.Known.Select(place => place.Sku).Distinct(StringComparer.Ordinal))
        {
            var stock = (await staff.GetAsync($"/api/stock/{sku}")).Expect(200);
            foreach (var level in stock.Items("locations"))
            {
                books[new Place(sku, level.Required("location"))] = new Change(
                    level.Number("onHand"), level.Number("damaged"), level.Number("inTransit"));
            }
        }

        return books;
    }

    private async Task<IReadOnlyDictionary<string, (int Count, int Pieces)>> DiscrepanciesAsync()
    {
        var all = await staff.AllAsync("/api/stock/discrepancies");
        return all.GroupBy(discrepancy => discrepancy.Required("kind")).ToDictionary(
            group => group.Key,
            group => (group.Count(), group.Sum(discrepancy => Math.Abs(discrepancy.Number("pieces")))));
    }
}
