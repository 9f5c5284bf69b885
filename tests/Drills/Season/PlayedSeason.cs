using System.Diagnostics;
using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Drills.Season;

/// <summary>Plays a season of six locations against the real process: people work at the shelves, guests order,
/// scanners tell late, twice or never, and the process is killed now and then.</summary>
internal sealed class PlayedSeason : IAsyncDisposable
{
    private static readonly TimeSpan HalfADay = TimeSpan.FromHours(12);
    private readonly SeasonPlan _plan;
    private readonly ShopProcess _process;
    private readonly Generator _chance;
    private readonly World _world = World.Opening();
    private readonly Chronicle _chronicle;
    private readonly FloorDay _floor;
    private readonly WebDay _web;
    private readonly PickFloor _picking;
    private readonly Staff _staff;
    private readonly List<Handheld> _devices;

    private PlayedSeason(SeasonPlan plan, ShopProcess process)
    {
        (_plan, _process, _chance) = (plan, process, new Generator(plan.Seed));
        var locations = _world.Places.Select(place => place.Location).Distinct(StringComparer.Ordinal).ToList();
        _chronicle = new Chronicle(_world);
        _staff = new Staff(process.Client);
        _floor = new FloorDay(_world, _chance);
        _web = new WebDay(
            process.Client, _chance.Shuffled(_world.Places.Select(place => place.Sku).Distinct()), _chance);
        _picking = new PickFloor(_world, _floor, _staff, locations);
        _devices =
        [
            .. locations.SelectMany(location => Generator.Many(
                2, () => new Handheld(process.Client, _staff, location, new Generator(_chance.Between(0, 1 << 30))))),
        ];
    }

    public static async Task<PlayedSeason> OpenAsync(SeasonPlan plan) => new(plan, await ShopProcess.StartAsync());

    public async Task<SeasonReport> PlayAsync()
    {
        var watch = Stopwatch.StartNew();
        for (var day = 0; day < SeasonPlan.Days; day++)
        {
            await PlayAsync(day);
            if (day % 7 == 6)
            {
                Console.WriteLine(
                    $"week {(day / 7) + 1}: {_web.Orders.Count} orders, {_devices.Sum(device => device.Sent)} scans, "
                    + $"{watch.Elapsed.TotalSeconds:0} s");
            }
        }

        var played = watch.Elapsed;
        await FinishAsync();
        var audit = new SeasonAudit(_staff, _world, _chronicle, _web.Orders);
        return await audit.CloseAsync(played, _devices, _web.Refused, CountAsync);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task PlayAsync(int day)
    {
        await AdvanceAsync();
        await _web.OrderAsync(_plan.GuestsADay);
        var tasks = await _picking.ListAsync();
        var start = (await AdvanceAsync()) - HalfADay + TimeSpan.FromMinutes(5);
        var steps = _plan.DeedsADay + tasks.Count;
        var pause = (HalfADay - TimeSpan.FromMinutes(10)) / (steps + 1);
        var open = new Queue<(string Location, System.Text.Json.Nodes.JsonNode Task)>(_chance.Shuffled(tasks));
        for (var step = 0; step < steps; step++)
        {
            var at = start + (pause * step);
            if (open.Count > 0 && _chance.Chance((double)tasks.Count / steps))
            {
                var (location, task) = open.Dequeue();
                Note(_picking.Do(location, task, at));
            }
            else if (_floor.Do(day, at) is { } deed)
            {
                Note([deed]);
            }
        }

        await LoseAsync(day);
        await SendAsync(day);
    }

    private void Note(IReadOnlyList<Deed> deeds)
    {
        if (deeds.Count == 0)
        {
            return;
        }

        var device = _chance.OneOf([.. _devices.Where(device => device.Location == deeds[0].Place.Location)]);
        foreach (var deed in deeds)
        {
            _chronicle.Note(deed);
            device.Note(deed);
        }
    }

    private async Task LoseAsync(int day)
    {
        if (!_plan.Losses.Contains(day))
        {
            return;
        }

        var device = _chance.OneOf(_devices);
        var lost = await device.LoseAsync();
        var known = _devices.SelectMany(other => other.Known).ToHashSet(StringComparer.Ordinal);
        var unknown = lost.Where(deed => !known.Contains(deed.EventId)).DistinctBy(deed => deed.EventId).ToList();
        _chronicle.Lose(unknown.Where(deed => !deed.IsOfOrder));

        // Parcels that stand packed without a trace are found in the evening and scanned with the new device.
        foreach (var deed in unknown.Where(deed => deed.IsOfOrder))
        {
            device.Note(deed);
        }
    }

    private async Task SendAsync(int day)
    {
        foreach (var device in _devices)
        {
            device.Pack(day, _devices.Last(other => other.Location == device.Location));
        }

        var sending = Task.WhenAll(_devices.Select(device => device.SendAsync(day)));
        if (_plan.PowerCuts.Contains(day))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_chance.Between(20, 800)));
            await _process.RestartAsync();
        }

        await sending;
    }

    private async Task<DateTimeOffset> AdvanceAsync()
    {
        var answer = await Line.UntilAnsweredAsync(() => _staff.PostAsync(
            "/api/dev/clock", new System.Text.Json.Nodes.JsonObject { ["advance"] = "PT12H" }));
        return answer.Expect(200).Member("now").GetValue<DateTimeOffset>();
    }

    // Late batches come in, parcels go out, until nothing waits any more.
    private async Task FinishAsync()
    {
        for (var day = SeasonPlan.Days; day < SeasonPlan.Days + 5; day++)
        {
            var tasks = await _picking.ListAsync();
            var now = await AdvanceAsync();
            foreach (var (location, task) in tasks)
            {
                Note(_picking.Do(location, task, now - TimeSpan.FromMinutes(5)));
            }

            await SendAsync(day);
            await Quiet.WaitAsync(_staff);
        }
    }

    private async Task CountAsync(IReadOnlyList<Place> places)
    {
        var now = await AdvanceAsync();
        foreach (var place in places)
        {
            Note([_floor.Count(place, now - TimeSpan.FromMinutes(1))]);
        }

        await SendAsync(int.MaxValue - 10);
        await SendAsync(int.MaxValue - 5);
        await Quiet.WaitAsync(_staff);
    }
}
