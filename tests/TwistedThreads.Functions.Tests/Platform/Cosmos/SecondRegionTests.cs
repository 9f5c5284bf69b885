using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>A commit returns when a second region has it, and does without where that region is in trouble.</summary>
public sealed class SecondRegionTests : CosmosTrouble
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterTheRest = TimeSpan.FromSeconds(11);
    private TimeSpan _confirmWithin = TimeSpan.FromMilliseconds(300);

    private long Looks => Account.Log.Count("point-read", Orders, North);

    protected override CosmosOptions Change(CosmosOptions options) => base.Change(options) with
    {
        ConfirmWithin = _confirmWithin,
        ReadDeadline = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task A_commit_waits_until_the_second_region_has_it()
    {
        _confirmWithin = TimeSpan.FromSeconds(20);
        await OpenLiveAsync(new CosmosAccountOptions { ReplicationLag = TimeSpan.FromMilliseconds(150) });
        await GivenAsync(Orders, Create("a"), Create("b"));
        await GivenAsync(Orders, Add("a"));
        await GivenAsync(Orders, new DocumentOperation.Delete("b"));

        await WestRegion.Refuse();
        Account.FailOver(North);

        Assert.Empty(Account.Conflicts);
        Assert.Equal(0, Engine.Warnings.Count);
        Assert.Equal(2, await NumberAsync(Orders, "a"));
        Assert.Null(await ReadAsync(Orders, "b"));
    }

    [Fact]
    public async Task A_late_region_is_given_up_once_and_left_alone_while_it_rests()
    {
        Account.ReplicationLag = Never;

        await GivenAsync(Orders, Create("a"));
        var looks = Looks;
        await GivenAsync(Orders, Create("b"));

        Assert.InRange(looks, 2, 100);
        Assert.Equal((looks, 1), (Looks, Engine.Warnings.Count));
    }

    [Fact]
    public async Task After_its_rest_a_region_that_is_well_again_is_waited_for()
    {
        Account.ReplicationLag = Never;
        await GivenAsync(Orders, Create("a"));
        Account.ReplicationLag = TimeSpan.Zero;
        Engine.Clock.Advance(AfterTheRest);
        Account.Log.Reset();

        await GivenAsync(Orders, Create("b"));
        await GivenAsync(Orders, Create("c"));

        Assert.Equal((2, 1), (Looks, Engine.Warnings.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dead_second_region_costs_one_wait_a_rest(bool isSilent)
    {
        await GivenAsync(Orders, Create("first"));
        await LoseAsync(Account.Regions[North], isSilent);
        await GivenAsync(Orders, Create("second"));

        for (var rest = 1; rest <= 3; rest++)
        {
            Assert.Equal(rest, Engine.Warnings.Count);
            Engine.Clock.Advance(AfterTheRest);
            var turn = rest;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(index => GivenAsync(Orders, Create($"{turn}.{index}"))));
        }
    }

    [Fact]
    public async Task A_throttled_second_region_is_asked_again()
    {
        await GivenAsync(Orders, Create("a"));
        Account.Regions[North].Throttle(TimeSpan.FromMilliseconds(1), count: 2);
        Account.Log.Reset();

        await GivenAsync(Orders, Create("b"));

        Assert.Equal((3, 0), (Looks, Engine.Warnings.Count));
    }

    [Fact]
    public async Task An_account_of_one_region_waits_for_none()
    {
        await OpenAsync(new CosmosAccountOptions { Regions = [West] });

        await GivenAsync(Orders, Create("a"));
        await GivenAsync(Orders, new DocumentOperation.Delete("a"));

        Assert.Equal(0, Account.Log.Count("point-read"));
        Assert.Equal(0, Engine.Warnings.Count);
    }

    [Fact]
    public async Task A_region_that_has_taken_over_the_writes_does_not_confirm_its_own()
    {
        await GivenAsync(Orders, Create("a"));
        Account.FailBack(North);
        await GivenAsync(Orders, Create("b"));

        Account.ReplicationLag = Never;
        await GivenAsync(Orders, Create("c"));

        Assert.Equal(1, Engine.Warnings.Count);
        Assert.NotEqual(0, Account.Log.Count("point-read", Orders, West));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_neither_region_answers_for_is_not_told_as_written(bool isSilent)
    {
        await GivenAsync(Orders, Create("a"));
        Account.ReplicationLag = Never;
        var looks = Looks;
        var commit = CommitAsync(Orders, Create("b"));
        await Hosting.Eventually.IsAsync(() => Looks > looks, "the second region is asked");

        await LoseAsync(WestRegion, isSilent);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => commit);
        Account.FailOver(North);
        Assert.Contains(Account.Conflicts, lost => lost.Id == "b");
    }

    private static async Task LoseAsync(CosmosRegion region, bool isSilent)
    {
        if (isSilent)
        {
            region.Hang();
        }
        else
        {
            await region.Refuse();
        }
    }
}
