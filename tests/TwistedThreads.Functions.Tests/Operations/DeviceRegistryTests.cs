using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>Who is let in, who no longer is, and who is listed.</summary>
public sealed class DeviceRegistryTests : IAsyncLifetime
{
    private TwoRegistries _devices = null!;

    public async Task InitializeAsync() => _devices = await TwoRegistries.OpenAsync();

    public async Task DisposeAsync() => await _devices.DisposeAsync();

    [Fact]
    public async Task A_device_is_known_by_its_key_and_the_key_is_kept_nowhere()
    {
        var (device, key) = await _devices.EnrolAsync();

        var known = await _devices.Elsewhere.RecogniseAsync(key, CancellationToken.None);

        Assert.Equal((device.Id, TwoRegistries.Warehouse), (known!.Id, known.Location));
        var stored = await _devices.Documents.ReadAsync("operations", "device", device.Id, CancellationToken.None);
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
        var parts = (await _devices.EnrolAsync()).Key.Split('.');
        var wrong = form.Replace("{0}", parts[0], StringComparison.Ordinal)
            .Replace("{1}", parts[1], StringComparison.Ordinal);

        Assert.Null(await _devices.Here.RecogniseAsync(wrong, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_device_is_nobody_at_once_in_every_instance()
    {
        var (device, key) = await _devices.EnrolAsync();
        Assert.NotNull(await _devices.Elsewhere.RecogniseAsync(key, CancellationToken.None));

        await _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        Assert.Null(await _devices.Elsewhere.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task To_revoke_again_changes_nothing()
    {
        var (device, _) = await _devices.EnrolAsync();
        await _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);
        _devices.Clock.Advance(TimeSpan.FromHours(1));

        var again = await _devices.Elsewhere.RevokeAsync(device.Id, "otto", "found", CancellationToken.None);

        Assert.Equal(
            [("enrol", "ada", null), ("revoke", "olga", "lost")],
            again.Value.Deeds.Select(deed => (deed.Deed, deed.By, deed.Reason)));
    }

    [Fact]
    public async Task A_revocation_whose_answer_was_lost_is_found_done()
    {
        var (device, key) = await _devices.EnrolAsync();
        _devices.Documents.OnCommits(Fault.TimeoutAfterCommit);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(
            () => _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None));

        Assert.Null(await _devices.Here.RecogniseAsync(key, CancellationToken.None));
        var again = await _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);
        Assert.Equal(2, again.Value.Deeds.Count);
    }

    [Fact]
    public async Task Of_very_many_deeds_the_enrolment_and_the_latest_stay()
    {
        var (device, _) = await _devices.EnrolAsync();
        for (var round = 0; round < 120; round++)
        {
            await _devices.Here.RenewKeyAsync(device.Id, $"olga {round}", CancellationToken.None);
        }

        var deeds = (await _devices.Here.FindAsync(device.Id, CancellationToken.None)).Value.Deeds;

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
        await _devices.Documents.CommitAsync("operations", "device", [stored], CancellationToken.None);

        Assert.NotNull(await _devices.Here.RecogniseAsync(key.ToString(), CancellationToken.None));
        await _devices.Here.RevokeAsync(key.Id, "olga", "old", CancellationToken.None);

        Assert.Null(await _devices.Here.RecogniseAsync(key.ToString(), CancellationToken.None));
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
            _devices.Clock.Advance(TimeSpan.FromSeconds(1));
            var location = LocationId.Parse(number % 2 == 0 ? "WH1" : "BER");
            var (device, _) = await _devices.Here.EnrolAsync(location, null, "ada", CancellationToken.None);
            wanted.AddRange(number % 2 == 0 ? [device.Id] : []);
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            (var items, after) = await _devices.Here.ListAsync(
                device => device.Location == TwoRegistries.Warehouse, limit, after, CancellationToken.None);
            Assert.InRange(items.Count, 1, limit);
            seen.AddRange(items.Select(device => device.Id));
        }
        while (after is not null);

        Assert.Equal(wanted, seen);
    }
}
