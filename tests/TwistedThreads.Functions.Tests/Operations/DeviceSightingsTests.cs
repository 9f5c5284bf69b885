using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>When a device was last heard, at the price of one write a minute.</summary>
public sealed class DeviceSightingsTests : IAsyncLifetime
{
    private const string Device = "dev_01k9x000000000000000000000";
    private readonly ManualClock _clock = new();
    private SqliteEngine _engine = null!;
    private FaultyDocuments _documents = null!;
    private DeviceSightings _sightings = null!;

    public async Task InitializeAsync()
    {
        _engine = await SqliteEngine.OpenAsync(new DocumentContainer("operations", "kind"));
        _documents = new FaultyDocuments(_engine.Documents);
        _sightings = Instance();
    }

    public async Task DisposeAsync()
    {
        _sightings.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task A_device_that_was_never_heard_has_no_sighting()
    {
        await _sightings.WriteAsync(CancellationToken.None);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task The_last_batch_stays_when_the_device_asks_for_something_else()
    {
        _sightings.Note(Device, "b1");
        _clock.Advance(TimeSpan.FromSeconds(5));
        _sightings.Note(Device);

        await _sightings.WriteAsync(CancellationToken.None);

        Assert.Equal(new Sighting(_clock.GetUtcNow(), "b1"), await FindAsync());
    }

    [Fact]
    public async Task A_busy_device_is_written_once_a_minute_and_then_with_its_latest()
    {
        _sightings.Note(Device, "b0");
        await _sightings.WriteAsync(CancellationToken.None);
        var first = await FindAsync();
        for (var second = 1; second <= 59; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _sightings.Note(Device, $"b{second}");
            await _sightings.WriteAsync(CancellationToken.None);
        }

        Assert.Equal(first, await FindAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _sightings.WriteAsync(CancellationToken.None);

        Assert.Equal("b59", (await FindAsync())!.Batch);
    }

    [Fact]
    public async Task A_lost_write_harms_nothing_and_the_next_goes_through()
    {
        _sightings.Note(Device, "b1");
        _documents.OnCommits(Fault.Throttled);
        await _sightings.WriteAsync(CancellationToken.None);
        Assert.Null(await FindAsync());

        _clock.Advance(TimeSpan.FromMinutes(1));
        _sightings.Note(Device);
        await _sightings.WriteAsync(CancellationToken.None);

        Assert.Equal(new Sighting(_clock.GetUtcNow(), "b1"), await FindAsync());
    }

    [Fact]
    public async Task What_another_instance_heard_later_or_was_sent_before_is_kept()
    {
        _sightings.Note(Device, "early");
        await _sightings.WriteAsync(CancellationToken.None);
        using var restarted = Instance();
        _clock.Advance(TimeSpan.FromMinutes(2));
        restarted.Note(Device);
        await restarted.WriteAsync(CancellationToken.None);
        Assert.Equal(new Sighting(_clock.GetUtcNow(), "early"), await FindAsync());

        using var behind = Instance();
        behind.Note(Device, "late");
        _clock.Advance(TimeSpan.FromMinutes(2));
        restarted.Note(Device, "later");
        await restarted.WriteAsync(CancellationToken.None);
        await behind.WriteAsync(CancellationToken.None);

        Assert.Equal(new Sighting(_clock.GetUtcNow(), "later"), await FindAsync());
    }

    private DeviceSightings Instance() => new(_documents, _clock, NullLogger<DeviceSightings>.Instance);

    private Task<Sighting?> FindAsync() => _sightings.FindAsync(Device, CancellationToken.None);
}
