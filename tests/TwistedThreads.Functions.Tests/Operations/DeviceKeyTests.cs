using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>How a scanner changes its key without being cut off, and without two keys for long.</summary>
public sealed class DeviceKeyTests : IAsyncLifetime
{
    private TwoRegistries _devices = null!;

    public async Task InitializeAsync() => _devices = await TwoRegistries.OpenAsync();

    public async Task DisposeAsync() => await _devices.DisposeAsync();

    [Fact]
    public async Task A_revocation_wins_over_the_first_use_of_a_new_key()
    {
        var (device, _) = await _devices.EnrolAsync();
        var key = await _devices.RenewAsync(device);
        _devices.Documents.OnCommits(Fault.StaleETag, Fault.StaleETag);

        await _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        Assert.Null(await _devices.Elsewhere.RecogniseAsync(key, CancellationToken.None));
        Assert.True((await _devices.Here.FindAsync(device.Id, CancellationToken.None)).Value.IsRevoked);
    }

    [Fact]
    public async Task The_old_key_works_until_the_new_one_is_used()
    {
        var (device, old) = await _devices.EnrolAsync();
        var key = await _devices.RenewAsync(device);
        Assert.NotNull(await _devices.Elsewhere.RecogniseAsync(old, CancellationToken.None));

        Assert.NotNull(await _devices.Here.RecogniseAsync(key, CancellationToken.None));

        Assert.Null(await _devices.Elsewhere.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _devices.Elsewhere.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_let_in_with_a_new_key_before_the_old_one_is_ended()
    {
        var (device, old) = await _devices.EnrolAsync();
        var key = await _devices.RenewAsync(device);
        _devices.Documents.OnCommits(Fault.TimeoutBeforeCommit);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(
            () => _devices.Here.RecogniseAsync(key, CancellationToken.None));

        Assert.NotNull(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _devices.Here.RecogniseAsync(key, CancellationToken.None));
        Assert.Null(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
    }

    [Fact]
    public async Task The_old_key_works_for_a_day_at_most()
    {
        var (device, old) = await _devices.EnrolAsync();
        var key = await _devices.RenewAsync(device);
        _devices.Clock.Advance(Device.Grace - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _devices.Here.RecogniseAsync(old, CancellationToken.None));

        _devices.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _devices.Here.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_key_asked_for_twice_replaces_the_unused_one_and_gives_the_old_one_no_more_time()
    {
        var (device, old) = await _devices.EnrolAsync();
        var unused = await _devices.RenewAsync(device);
        _devices.Clock.Advance(TimeSpan.FromHours(23));

        var key = await _devices.RenewAsync(device);

        Assert.Null(await _devices.Here.RecogniseAsync(unused, CancellationToken.None));
        Assert.NotNull(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
        _devices.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
        Assert.NotNull(await _devices.Here.RecogniseAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_or_unknown_device_gets_no_key()
    {
        var (device, _) = await _devices.EnrolAsync();
        await _devices.Here.RevokeAsync(device.Id, "olga", "lost", CancellationToken.None);

        var revoked = await _devices.Here.RenewKeyAsync(device.Id, "olga", CancellationToken.None);
        var unknown = await _devices.Here.RenewKeyAsync(
            "dev_00000000000000000000000000", "olga", CancellationToken.None);

        Assert.Equal("device.revoked", revoked.Refusal!.Code);
        Assert.Equal("device.not-found", unknown.Refusal!.Code);
    }

    [Fact]
    public async Task A_new_key_that_is_first_used_many_times_at_once_is_let_in_each_time()
    {
        var (device, old) = await _devices.EnrolAsync();
        var key = await _devices.RenewAsync(device);

        var known = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() =>
            (number % 2 == 0 ? _devices.Here : _devices.Elsewhere).RecogniseAsync(key, CancellationToken.None))));

        Assert.All(known, Assert.NotNull);
        Assert.Null(await _devices.Here.RecogniseAsync(old, CancellationToken.None));
    }
}
