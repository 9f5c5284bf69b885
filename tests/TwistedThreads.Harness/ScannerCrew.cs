using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>People with scanners who do what the task lists say: pick, pack and ship.</summary>
public sealed class ScannerCrew(ShopClient shop, Staff staff)
{
    private const int EventsPerBatch = 500;
    private readonly ConcurrentDictionary<string, Identity> _devices = new();
    private readonly ConcurrentDictionary<string, bool> _reported = new();
    private readonly ConcurrentQueue<string> _deeds = new();

    /// <summary>What the crew reported, oldest first: <c>pick</c>, <c>pack</c>, <c>ship</c>.</summary>
    public IReadOnlyCollection<string> Deeds => _deeds;

    /// <summary>The location's scanner; registered at its first use.</summary>
    public async Task<Identity> DeviceAsync(string location)
    {
        if (_devices.TryGetValue(location, out var known))
        {
            return known;
        }

        var answer = await staff.PostAsync("/api/devices", new JsonObject { ["location"] = location });
        Assert.True(answer.Status is 200 or 201, $"No device: {answer}");
        return _devices[location] = Identity.Device(answer.Json!.Required("key"));
    }

    /// <summary>What is to be done for orders at a location.</summary>
    public async Task<IReadOnlyList<WarehouseTask>> OpenTasksAsync(string location)
    {
        var device = await DeviceAsync(location);
        var answer = await UnhurriedAsync(() => shop.GetAsync($"/api/locations/{location}/tasks", device));
        return [.. answer.Expect(200).Items().Select(WarehouseTask.Of).Where(task => task.IsOpen && task.IsOfAnOrder)];
    }

    /// <summary>The open tasks of one order, as soon as there are any.</summary>
    public Task<IReadOnlyList<WarehouseTask>> TasksOfAsync(string location, string orderId) => Eventually.HoldsAsync(
        async () => (IReadOnlyList<WarehouseTask>)
            [.. (await OpenTasksAsync(location)).Where(task => task.OrderId == orderId)],
        tasks => tasks.Count > 0,
        $"{location} has a task of order {orderId}");

    public async Task<Answer> SendAsync(string location, string batchId, IEnumerable<JsonObject> events)
    {
        var batch = new JsonObject { ["batchId"] = batchId, ["events"] = new JsonArray([.. events]) };
        var device = await DeviceAsync(location);
        return await UnhurriedAsync(() => shop.PostAsync("/api/scans", batch, device));
    }

    /// <summary>Reports every open task that was not reported before; the shop takes up the reports a little
    /// later.</summary>
    /// <returns>How many tasks were reported now.</returns>
    public async Task<int> WorkAsync(string location)
    {
        var open = await OpenTasksAsync(location);
        var tasks = open.Where(task => !_reported.ContainsKey(task.Id + task.Kind)).ToList();
        foreach (var chunk in tasks.Chunk(EventsPerBatch))
        {
            var answer = await SendAsync(location, Unique.Key(), chunk.Select(task => task.Scan(location)));
            Assert.True(answer.Expect(202).Items("rejected").Count == 0, $"A scan was rejected: {answer}");
            foreach (var task in chunk)
            {
                _reported[task.Id + task.Kind] = true;
                _deeds.Enqueue(task.Kind);
            }
        }

        return tasks.Count;
    }

    /// <summary>Works until the order has left the house.</summary>
    public Task<JsonNode> ShipAsync(string orderId, string location = "WH1") => Eventually.HoldsAsync(
        async () =>
        {
            await WorkAsync(location);
            return await staff.OrderAsync(orderId);
        },
        order => order.Required("status") == "shipped",
        $"order {orderId} is shipped");

    // Many tests share a location's one scanner, and the shop holds it to its pace.
    private static Task<Answer> UnhurriedAsync(Func<Task<Answer>> send) =>
        Eventually.HoldsAsync(send, answer => answer.Status != 429, "the scanner is slow enough");
}
