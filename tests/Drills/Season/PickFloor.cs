using System.Text.Json.Nodes;
using TwistedThreads.Harness;

namespace TwistedThreads.Drills.Season;

/// <summary>People who work through the task lists: they pick what really lies there, pack it and hand it over, and
/// tell of each step. What does not lie there they cannot pick.</summary>
internal sealed class PickFloor(World world, FloorDay floor, Staff staff, IReadOnlyList<string> locations)
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <summary>Tasks for which nothing lay there.</summary>
    public HashSet<string> Short { get; } = new(StringComparer.Ordinal);

    /// <summary>Tasks that wait for somebody, as the shop lists them now.</summary>
    public async Task<IReadOnlyList<(string Location, JsonNode Task)>> ListAsync()
    {
        var open = new List<(string, JsonNode)>();
        foreach (var location in locations)
        {
            var answer = await Line.UntilAnsweredAsync(() => staff.GetAsync($"/api/locations/{location}/tasks"));
            open.AddRange(answer.Expect(200).Items()
                .Where(task => task.Required("kind") == "pick" && !_done.Contains(task.Required("id")))
                .Select(task => (location, task)));
        }

        return open;
    }

    /// <summary>Does one task from the shelf to the carrier.</summary>
    /// <returns>The three scans; none where the pieces are not there.</returns>
    public IReadOnlyList<Deed> Do(string location, JsonNode task, DateTimeOffset at)
    {
        var (id, quantity) = (task.Required("id"), task.Number("quantity"));
        var place = new Place(task.Required("sku"), location);
        if (world.Shelf(place) < quantity)
        {
            Short.Add(id);
            return [];
        }

        Short.Remove(id);
        _done.Add(id);
        world.Happen(place, new Change(-quantity, 0, 0));
        return
        [
            new Deed(floor.NextId(), "pick", place, quantity, at, new Change(-quantity, 0, 0), id),
            new Deed(floor.NextId(), "pack", place, quantity, at.AddMilliseconds(1), Change.None, id),
            new Deed(floor.NextId(), "ship", place, quantity, at.AddMilliseconds(2), Change.None, id),
        ];
    }
}
