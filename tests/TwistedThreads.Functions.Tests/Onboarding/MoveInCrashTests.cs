using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Onboarding;

/// <summary>A process may die between any two writes of a cut-over or a roll-back: the end is the same.</summary>
public sealed class MoveInCrashTests
{
    [Fact]
    public async Task A_cut_over_books_the_file_and_a_roll_back_takes_exactly_that_back()
    {
        await using var shop = await MovingShop.InDualRunAsync();

        var before = await shop.EndAsync();
        await shop.CutOverAsync();
        var over = await shop.EndAsync();
        await shop.SellAsync(MovingShop.Skus[3], 1);
        await shop.RollBackAsync();
        var back = await shop.EndAsync();
        await shop.CutOverAsync();
        var again = await shop.EndAsync();

        Assert.StartsWith("DualRun round  done , moved in False False; TEE-A= TEE-B=2 TEE-C=9 TEE-D= TEE-E=;", before);
        Assert.StartsWith(
            "CutOver round 1 done 5, moved in True True; TEE-A=1 TEE-B=2 TEE-C=3 TEE-D=4 TEE-E=5;", over);
        Assert.StartsWith(
            "RolledBack round 1 done 5, moved in False False; TEE-A=0 TEE-B=2 TEE-C=9 TEE-D=0 TEE-E=0;", back);
        Assert.StartsWith(
            "CutOver round 2 done 5, moved in True True; TEE-A=1 TEE-B=2 TEE-C=3 TEE-D=3 TEE-E=5;", again);
        Assert.All([before, over, back, again], end => Assert.Contains(" 0 findings;", end, StringComparison.Ordinal));
        Assert.EndsWith(
            "cut-over cut-over-done roll-back roll-back-done cut-over cut-over-done", again, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_over_killed_at_any_write_and_taken_up_again_ends_the_same(bool afterEffect) =>
        await KillEverywhereAsync(afterEffect, _ => Task.CompletedTask, shop => shop.CutOverAsync());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_roll_back_killed_at_any_write_and_taken_up_again_ends_the_same(bool afterEffect) =>
        await KillEverywhereAsync(
            afterEffect,
            async shop =>
            {
                await shop.CutOverAsync();
                await shop.SellAsync(MovingShop.Skus[3], 1);
            },
            shop => shop.RollBackAsync());

    [Fact]
    public async Task Asking_again_and_again_books_once()
    {
        await using var shop = await MovingShop.InDualRunAsync();
        await shop.BeginCutOverAsync();
        await shop.BeginCutOverAsync();
        await shop.DeliverAsync();
        var once = await shop.EndAsync();

        var repeated = await shop.BeginCutOverAsync();
        await shop.DeliverAsync();

        Assert.Equal(MoveInStatus.CutOver, repeated.Value.Status);
        Assert.Equal(once, await shop.EndAsync());
    }

    [Fact]
    public async Task A_roll_back_waits_for_the_end_of_the_cut_over()
    {
        await using var shop = await MovingShop.InDualRunAsync();
        await shop.BeginCutOverAsync();

        var refused = await shop.BeginRollBackAsync();

        Assert.Equal("move-in.wrong-state", refused.Refusal?.Code);
    }

    [Fact]
    public async Task A_shop_has_one_move_in_under_way()
    {
        await using var shop = await MovingShop.InDualRunAsync();

        var refused = await shop.Store.CreateAsync(shop.New(), CancellationToken.None);
        await shop.CutOverAsync();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => shop.Store.CreateAsync(shop.New(), CancellationToken.None)));

        Assert.Equal("move-in.open-already", refused.Refusal?.Code);
        Assert.Single(outcomes, outcome => !outcome.IsRefused);
        Assert.Equal("move-in.superseded", (await shop.BeginRollBackAsync()).Refusal?.Code);
    }

    private static async Task KillEverywhereAsync(
        bool afterEffect, Func<MovingShop, Task> prepare, Func<MovingShop, Task> work)
    {
        var wanted = await UninterruptedAsync(prepare, work);
        for (var commit = 0; ; commit++)
        {
            await using var shop = await MovingShop.InDualRunAsync();
            await prepare(shop);
            shop.Documents.Kill(commit, afterEffect);
            var death = await Record.ExceptionAsync(() => work(shop));
            if (!shop.Documents.WasKilled)
            {
                Assert.Null(death);
                Assert.True(commit > 8, $"Only {commit} writes.");
                return;
            }

            Assert.IsType<ProcessKilledException>(death);
            shop.Documents.Revive();

            await work(shop);

            Assert.Equal(wanted, await shop.EndAsync());
        }
    }

    private static async Task<string> UninterruptedAsync(Func<MovingShop, Task> prepare, Func<MovingShop, Task> work)
    {
        await using var shop = await MovingShop.InDualRunAsync();
        await prepare(shop);
        await work(shop);
        return await shop.EndAsync();
    }
}
