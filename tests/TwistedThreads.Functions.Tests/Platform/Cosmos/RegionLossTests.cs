using System.Diagnostics;
using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Hosting;
using TwistedThreads.Simulators.Cosmos;
using Xunit.Abstractions;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>The write region is lost in every way a region can be: reads go on, and writes go on once the account has
/// moved them. How soon is printed.</summary>
public sealed class RegionLossTests(ITestOutputHelper output) : CosmosTrouble
{
    private const int Partitions = 3;
    private int _created;

    protected override CosmosOptions Change(CosmosOptions options) => base.Change(options) with
    {
        WriteDeadline = TimeSpan.FromSeconds(2),
        ReadDeadline = TimeSpan.FromSeconds(4),
    };

    [Theory]
    [InlineData("refuses", false, false)]
    [InlineData("refuses", true, false)]
    [InlineData("forbids", false, false)]
    [InlineData("hangs", false, false)]
    [InlineData("hangs", true, false)]
    [InlineData("hangs", false, true)]
    public async Task Reads_go_on_and_writes_move_with_the_account(string how, bool byPartition, bool isNameLost)
    {
        await OpenAsync(new CosmosAccountOptions
        {
            IsPartitionFailoverOn = byPartition,
            PartitionsPerContainer = Partitions,
        });
        Account.NameLeadsTo = isNameLost ? West : null;
        await GivenAsync(Drafts, Create("kept"));
        await Engine.Connection.AccountAsync(CancellationToken.None);
        await LoseAsync(how);
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteOnAsync(writer, done.Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KeptAsync()));
        if (!byPartition)
        {
            await Eventually.IsAsync(() => Engine.Connection.IsWatching, "a write found nobody");
        }

        var before = Volatile.Read(ref _created);
        var moved = Stopwatch.GetTimestamp();
        Account.FailOver(North);
        await Eventually.IsAsync(() => Volatile.Read(ref _created) > before + 4, "writes go on");
        var seconds = Stopwatch.GetElapsedTime(moved).TotalSeconds;
        output.WriteLine($"{how}, by partition {byPartition}, name lost {isNameLost}: {seconds:0.00} s");
        await KeptAsync();
        await done.CancelAsync();
        await Task.WhenAll(writers);

        await WestRegion.Restore(CancellationToken.None);
        Account.NameLeadsTo = null;
        Account.FailBack(West);
        await GivenAsync(Drafts, Create("afterwards"));
        Assert.InRange(Engine.Connection.Clients, 1, 3);
    }

    [Fact]
    public async Task While_nothing_has_moved_clients_are_made_one_at_a_time_and_live_a_while()
    {
        await GivenAsync(Drafts, Create("kept"));
        WestRegion.Hang();

        await FailTogetherAsync();
        Assert.Equal(1, Engine.Connection.Clients);
        Engine.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsAsync(() => Engine.Connection.Clients == 2, "a client is made anew");
        await FailTogetherAsync();

        Assert.Equal(2, Engine.Connection.Clients);
    }

    private async Task FailTogetherAsync() => await Task.WhenAll(Enumerable.Range(0, 16).Select(index =>
        Assert.ThrowsAnyAsync<DocumentsException>(() => CommitAsync(Drafts, Create($"never{index}")))));

    private async Task LoseAsync(string how)
    {
        switch (how)
        {
            case "refuses":
                await WestRegion.Refuse(CancellationToken.None);
                break;
            case "forbids":
                WestRegion.ForbidWrites();
                break;
            default:
                WestRegion.Hang();
                break;
        }
    }

    private async Task KeptAsync()
    {
        for (var read = 0; read < 5; read++)
        {
            Assert.NotNull(await ReadAsync(Drafts, "kept"));
        }
    }

    private async Task WriteOnAsync(int writer, CancellationToken done)
    {
        for (var index = 0; !done.IsCancellationRequested; index++)
        {
            try
            {
                await Engine.Documents.CommitAsync(Drafts, $"{writer}", [Create($"{index}")], CancellationToken.None);
                Interlocked.Increment(ref _created);
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
            catch (DocumentsException)
            {
                // Tried again with another id.
            }
        }
    }
}
