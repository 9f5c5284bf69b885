using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>Two instances over one store: what one is told, the other knows.</summary>
public sealed class DeviceRegistryTests : IAsyncLifetime
{
    private static readonly LocationId Warehouse = LocationId.Parse("WH1");
    private readonly ManualClock _clock = new();
    private SqliteEngine _engine = null!;
    private FaultyDocuments _documents = null!;
    private DeviceRegistry _here = null!;
    private DeviceRegistry _elsewhere = null!;

    public async Task InitializeAsync()
    {
        _engine = await SqliteEngine.OpenAsync(new DocumentContainer("operations", "kind"));
        _documents = new FaultyDocuments(_engine.Documents);
        _here = new DeviceRegistry(_documents, new IdSource(_clock), _clock);
        _elsewhere = new DeviceRegistry(_documents, new IdSource(_clock), _clock);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task A_device_is_known_by_its_key_and_the_key_is_kept_nowhere()
    {
        var (device, key) = await EnrolAsync();

        var known = await _elsewhere.RecogniseAsync(key, CancellationToken.None);

        Assert.Equal((device.Id, Warehouse), (known!.Id, known.Location));
        var stored = await _engine.Documents.ReadAsync("operations", "device", device.Id, CancellationToken.None);
        Assert.DoesNotContain(
            key.Split('.')[1], Encoding.UTF8.GetString(stored!.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}.")]
    [InlineData("{0}.wrong")]
    [InlineData("{0}.{1}.")]
    [InlineData("{0}.{1}x")]
    [InlineData("{1}.{0}")]
    [InlineData("dev_00000000000000000000000000.{1}")]
    [InlineData("{0}.é")]
    [InlineData("{0}.\ud800")]
    [InlineData("")]
    public async Task Any_other_key_is_nobodys(string form)
    {
        var parts = (await EnrolAsync()).Key.Split('.');
        var wrong = form.Replace("{0}", parts[0], StringComparison.Ordinal)
            .Replace("{1}", parts[1], StringComparison.Ordinal);

        Assert.Null(await _here.RecogniseAsync(wrong, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_device_is_nobody_at_once_in_every_instance()
    {
        var (device, key) = await EnrolAsync();
        Assert.NotNull(await _elsewhere.RecogniseAsync(key, CancellationToken.None));

        await _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        Assert.Null(await _elsewhere.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task To_revoke_again_changes_nothing()
    {
        var (device, _) = await EnrolAsync();
        await _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));

        var again = await _elsewhere.RevokeAsync(device.Id, "otto", "found", CancellationToken.None);

        Assert.Equal(
            [("enrol", "ada", null), ("revoke", "olga", "lost")],
            again.Value.Deeds.Select(deed => (deed.Deed, deed.By, deed.Reason)));
    }

    [Fact]
    public async Task A_revocation_whose_answer_was_lost_is_found_done()
    {
        var (device, key) = await EnrolAsync();
        _documents.OnCommits(Fault.TimeoutAfterCommit);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(
            () => _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None));

        Assert.Null(await _here.RecogniseAsync(key, CancellationToken.None));
        var again = await _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);
        Assert.Equal(2, again.Value.Deeds.Count);
    }

    [Fact]
    public async Task A_revocation_wins_over_the_first_use_of_a_new_key()
    {
        var (device, _) = await EnrolAsync();
        var key = await RenewAsync(device);
        _documents.OnCommits(Fault.StaleETag, Fault.StaleETag);

        await _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        Assert.Null(await _elsewhere.RecogniseAsync(key, CancellationToken.None));
        Assert.True((await _here.FindAsync(device.Id, CancellationToken.None)).Value.IsRevoked);
    }

    [Fact]
    public async Task The_old_key_works_until_the_new_one_is_used()
    {
        var (device, old) = await EnrolAsync();
        var key = await RenewAsync(device);
        Assert.NotNull(await _elsewhere.RecogniseAsync(old, CancellationToken.None));

        Assert.NotNull(await _here.RecogniseAsync(key, CancellationToken.None));

        Assert.Null(await _elsewhere.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _elsewhere.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_let_in_with_a_new_key_before_the_old_one_is_ended()
    {
        var (device, old) = await EnrolAsync();
        var key = await RenewAsync(device);
        _documents.OnCommits(Fault.TimeoutBeforeCommit);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => _here.RecogniseAsync(key, CancellationToken.None));

        Assert.NotNull(await _here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _here.RecogniseAsync(key, CancellationToken.None));
        Assert.Null(await _here.RecogniseAsync(old, CancellationToken.None));
    }

    [Fact]
    public async Task The_old_key_works_for_a_day_at_most()
    {
        var (device, old) = await EnrolAsync();
        var key = await RenewAsync(device);
        _clock.Advance(Device.Grace - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _here.RecogniseAsync(old, CancellationToken.None));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await _here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _here.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_key_asked_for_twice_replaces_the_unused_one_and_gives_the_old_one_no_more_time()
    {
        var (device, old) = await EnrolAsync();
        var unused = await RenewAsync(device);
        _clock.Advance(TimeSpan.FromHours(23));

        var key = await RenewAsync(device);

        Assert.Null(await _here.RecogniseAsync(unused, CancellationToken.None));
        Assert.NotNull(await _here.RecogniseAsync(old, CancellationToken.None));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await _here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _here.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_or_unknown_device_gets_no_key()
    {
        var (device, _) = await EnrolAsync();
        await _here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        var revoked = await _here.RenewKeyAsync(device.Id, "olga", CancellationToken.None);
        var unknown = await _here.RenewKeyAsync("dev_00000000000000000000000000", "olga", CancellationToken.None);

        Assert.Equal("device.revoked", revoked.Refusal!.Code);
        Assert.Equal("device.not-found", unknown.Refusal!.Code);
    }

    [Fact]
    public async Task Of_very_many_deeds_the_enrolment_and_the_latest_stay()
    {
        var (device, _) = await EnrolAsync();
        for (var round = 0; round < 120; round++)
        {
            await _here.RenewKeyAsync(device.Id, $"olga {round}", CancellationToken.None);
        }

        var deeds = (await _here.FindAsync(device.Id, CancellationToken.None)).Value.Deeds;

        Assert.Equal((100, "enrol", "olga 119"), (deeds.Count, deeds[0].Deed, deeds[^1].By));
        Assert.Equal("olga 21", deeds[1].By);
    }

    [Fact]
    public async Task A_device_of_an_earlier_version_is_still_known()
    {
        var key = new DeviceKey("dev_01k9x000000000000000000000", "secret");
        var earlier = $$"""
            {"id":"{{key.Id}}","location":"WH1","keyHash":"{{key.Hash()}}","isRevoked":false}
            """;
        var stored = new DocumentOperation.Create(key.Id, "device", Encoding.UTF8.GetBytes(earlier));
        await _engine.Documents.CommitAsync("operations", "device", [stored], CancellationToken.None);

        Assert.NotNull(await _here.RecogniseAsync(key.ToString(), CancellationToken.None));
        await _here.RevokeAsync(key.Id, "olga", "old", CancellationToken.None);

        Assert.Null(await _here.RecogniseAsync(key.ToString(), CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public async Task Pages_hold_every_wanted_device_once(int limit)
    {
        var wanted = new List<string>();
        for (var number = 0; number < 12; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            var location = LocationId.Parse(number % 2 == 0 ? "WH1" : "BER");
            var (device, _) = await _here.EnrolAsync(location, null, "ada", CancellationToken.None);
            wanted.AddRange(number % 2 == 0 ? [device.Id] : []);
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            (var items, after) = await _here.ListAsync(
                device => device.Location == Warehouse, limit, after, CancellationToken.None);
            Assert.InRange(items.Count, 1, limit);
            seen.AddRange(items.Select(device => device.Id));
        }
        while (after is not null);

        Assert.Equal(wanted, seen);
    }

    private Task<(Device Device, string Key)> EnrolAsync() =>
        _here.EnrolAsync(Warehouse, "scanner 7", "ada", CancellationToken.None);

    private async Task<string> RenewAsync(Device device) =>
        (await _here.RenewKeyAsync(device.Id, "olga", CancellationToken.None)).Value.Key;
}
