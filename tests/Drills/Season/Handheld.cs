using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Drills.Season;

/// <summary>A scanner: writes down what is done, and sends it when it has a network. What was not acknowledged it sends
/// again, under the same ids.</summary>
internal sealed class Handheld(ShopClient shop, Staff staff, string location, Generator chance)
{
    private const int PerBatch = 250;
    private readonly List<(int Day, IReadOnlyList<Deed> Deeds)> _waiting = [];
    private readonly List<Deed> _noted = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private Identity _key = Identity.Nobody;

    public string Location => location;

    public int Sent { get; private set; }

    public int Repetitions { get; private set; }

    public int LateBatches { get; private set; }

    /// <summary>Events that the shop has from this device, or will have.</summary>
    public IEnumerable<string> Known =>
        _told.Concat(_waiting.SelectMany(batch => batch.Deeds).Concat(_noted).Select(deed => deed.EventId));

    public void Note(Deed deed) => _noted.Add(deed);

    /// <summary>Puts what was noted today into batches, in no particular order: most go today, some days
    /// later.</summary>
    /// <param name="day">Today.</param>
    /// <param name="other">Another device of the place, which has some of the events too.</param>
    public void Pack(int day, Handheld other)
    {
        foreach (var batch in chance.Shuffled(_noted).Chunk(chance.Between(PerBatch / 4, PerBatch)))
        {
            var delay = chance.Chance(SeasonPlan.Late) ? chance.Between(1, 3) : 0;
            LateBatches += delay > 0 ? 1 : 0;
            _waiting.Add((day + delay, batch));
            var again = batch.Where(_ => chance.Chance(SeasonPlan.Repeated)).ToList();
            if (again.Count > 0)
            {
                (chance.Chance(0.5) ? this : other)._waiting.Add((day + chance.Between(0, 3), again));
            }
        }

        _noted.Clear();
    }

    /// <summary>Sends what is due; keeps it when the shop is not there.</summary>
    public async Task SendAsync(int day)
    {
        foreach (var batch in chance.Shuffled(_waiting.Where(batch => batch.Day <= day)))
        {
            await SendAsync(batch.Deeds);
            _waiting.Remove(batch);
        }
    }

    /// <summary>The device is gone, and a new one takes its place.</summary>
    /// <returns>What was never sent.</returns>
    public async Task<IReadOnlyList<Deed>> LoseAsync()
    {
        var lost = _waiting.SelectMany(batch => batch.Deeds).Concat(_noted).ToList();
        _waiting.Clear();
        _noted.Clear();
        _key = Identity.Nobody;
        await EnrolledAsync();
        return lost;
    }

    private async Task SendAsync(IReadOnlyList<Deed> deeds)
    {
        var body = new JsonObject
        {
            ["batchId"] = Unique.Key(),
            ["events"] = new JsonArray([.. deeds.Select(deed => deed.Scan())]),
        };
        var answer = await Line.UntilAnsweredAsync(async () =>
            await shop.PostAsync("/api/scans", body.DeepClone(), await EnrolledAsync()));
        var verdict = answer.Expect(202);
        if (verdict.Items("rejected").Count > 0)
        {
            throw new InvalidOperationException($"A scan was rejected: {answer}");
        }

        Sent += deeds.Count;
        _told.UnionWith(deeds.Select(deed => deed.EventId));
        Repetitions += verdict.Number("duplicates");
    }

    private async Task<Identity> EnrolledAsync()
    {
        if (!_key.IsSomebody)
        {
            var answer = await Line.UntilAnsweredAsync(() =>
                staff.PostAsync("/api/devices", new JsonObject { ["location"] = location }));
            _key = Identity.Device((answer.Status is 200 or 201 ? answer.Json! : answer.Expect(201)).Required("key"));
        }

        return _key;
    }
}
