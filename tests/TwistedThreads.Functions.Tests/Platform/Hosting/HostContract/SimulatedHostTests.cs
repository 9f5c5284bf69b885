using Newtonsoft.Json.Linq;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>What we write the simulated host reads, and what it posts we understand.</summary>
[Collection("environment of the process")]
public sealed class SimulatedHostTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 15, 3, 456, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["CosmosPreferredRegions"] = "",
        ["HourlySchedule"] = "0 0 * * * *",
        ["Database"] = "shop",
    };

    private readonly TakeOrder _order = new();
    private readonly WatchThings _watch = new();
    private readonly KeepTime _time = new(() => Now);
    private readonly TempFolder _folder = new();
    private IReadOnlyList<HostedFunction> _told = [];
    private SmallHandler _handler = null!;

    public async Task InitializeAsync()
    {
        _handler = await new SmallHandler(_order, _watch, _time).StartAsync();
        FunctionFiles.Write(_folder.Path, _handler.Get<FunctionIndex>().All);
        _told = HostedFunction.ReadAll(new FunctionsHostOptions(_folder.Path) { Settings = Settings });
    }

    public async Task DisposeAsync()
    {
        await _handler.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_message_arrives_byte_for_byte()
    {
        var message = new FedMessage("m-1", """{"orderId":"Ä-1","qty":2}"""u8.ToArray(), 1, "lock")
        {
            EnqueuedTime = Now,
        };

        var answer = await _handler.InvokeAsync(
            nameof(TakeOrder), Envelopes.OfMessage(Told(nameof(TakeOrder)), message, Now));

        Assert.Equal(200, answer.Status);
        Assert.Equal(new TakeOrder.Order("Ä-1", 2), Assert.Single(_order.Taken));
    }

    [Fact]
    public async Task Changed_documents_arrive_in_their_order()
    {
        JObject[] changed =
        [
            new() { ["id"] = "a", ["kind"] = "thing", ["_ts"] = 1, ["body"] = new JObject { ["at"] = "2026-11-20" } },
            new() { ["id"] = "b", ["kind"] = "thing", ["_ts"] = 2, ["body"] = new JObject() },
        ];

        var answer = await _handler.InvokeAsync(
            nameof(WatchThings), Envelopes.OfChanges(Told(nameof(WatchThings)), changed, 0, Now));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["a", "b"], _watch.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timer_arrives_whether_or_not_the_host_remembers_its_schedule(bool isRemembered)
    {
        _time.Deed = () => Task.CompletedTask;
        var status = isRemembered ? new TimerStatus(Now, Now.AddHours(1), Now) : null;

        var answer = await _handler.InvokeAsync(
            "StrikeHour", Envelopes.OfTimer(Told("StrikeHour"), status, isPastDue: false, 0, Now));

        Assert.Equal(200, answer.Status);
        Assert.Equal(isRemembered, Assert.Single(_time.Hours).Status is not null);
    }

    [Fact]
    public void A_feed_is_subscribed_to_as_we_said()
    {
        var told = ChangeFeedSubscription.Of(Told(nameof(WatchThings)), "one");

        Assert.Equal(
            ("shop", "things", "leases", "WatchThings-", 3),
            (told.Database, told.Container, told.LeaseContainer, told.LeasePrefix, told.MaxItems));
        Assert.True(told.StartsFromBeginning);
        Assert.True(told.LeaseExpirationInterval + told.LeaseAcquireInterval < TimeSpan.FromSeconds(30));
    }

    private HostedFunction Told(string name) => _told.Single(function => function.Name == name);
}
