using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Drops;

/// <summary>The process dies at every step of everything that a drop does: what it left can be finished, permits are
/// neither lost nor made, and the last piece is sold.</summary>
public sealed class DropCrashTests
{
    private const int Pieces = 9;

    public static TheoryData<string> Deeds =>
    [
        "open", "buy", "spill", "gather", "from the books too", "ask again", "release", "claim", "level", "fill up",
        "close", "close with holds",
    ];

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task Whatever_a_killed_process_left_is_finished(string deed)
    {
        var straight = await Scene.SetAsync(deed);
        var before = straight.Stall.Shop.Tripwire.Steps;
        await straight.Deed();
        var steps = straight.Stall.Shop.Tripwire.Steps - before;
        Assert.True(steps > 1);

        for (var kill = 0; kill < steps * 2; kill++)
        {
            var scene = await Scene.SetAsync(deed);
            scene.Stall.Shop.Tripwire.Kill(kill / 2, afterEffect: kill % 2 == 1);
            await Assert.ThrowsAsync<ProcessKilledException>(scene.Deed);
            scene.Stall.Shop.Tripwire.Disarm();

            await scene.FinishAsync($"{deed}, step {kill / 2}, {(kill % 2 == 1 ? "after" : "before")}");
        }
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task A_deed_that_is_repeated_after_its_process_was_killed_is_done_once(string deed)
    {
        var straight = await Scene.SetAsync(deed);
        var before = straight.Stall.Shop.Tripwire.Steps;
        await straight.Deed();
        var steps = straight.Stall.Shop.Tripwire.Steps - before;
        for (var kill = 0; kill < steps * 2; kill++)
        {
            var scene = await Scene.SetAsync(deed);
            scene.Stall.Shop.Tripwire.Kill(kill / 2, afterEffect: kill % 2 == 1);
            await Assert.ThrowsAsync<ProcessKilledException>(scene.Deed);
            scene.Stall.Shop.Tripwire.Disarm();

            await scene.Deed();

            await scene.FinishAsync($"{deed} again, step {kill / 2}");
        }
    }

    private sealed record Scene(DropStall Stall, Func<Task> Deed, OrderId? Standing)
    {
        public static async Task<Scene> SetAsync(string deed)
        {
            var stall = new DropStall(Pieces - 2, inBerlin: 2);
            if (deed == "open")
            {
                return new Scene(stall, () => stall.OpenAsync(3), null);
            }

            await stall.OpenAsync(3);
            var order = stall.NewOrderAt(1);
            switch (deed)
            {
                case "buy":
                    return new Scene(stall, () => stall.BuyAsync(order, 1), null);
                case "spill":
                    await stall.BuyAsync(stall.NewOrderAt(1), stall.Picture.Buckets[1].Free);
                    return new Scene(stall, () => stall.BuyAsync(order, 1), null);
                case "gather":
                    return new Scene(stall, () => stall.BuyAsync(order, Pieces - 2), null);
                case "from the books too":
                    return new Scene(stall, () => stall.BuyAsync(order, Pieces), null);
                case "level":
                    await stall.BuyAsync(stall.NewOrderAt(1), stall.Picture.Buckets[1].Free);
                    return new Scene(stall, stall.TendAsync, null);
                case "fill up":
                    await stall.ReturnToShelfAsync(3);
                    return new Scene(stall, stall.TendAsync, null);
                case "close":
                    return new Scene(stall, stall.CloseAsync, null);
            }

            await stall.BuyAsync(order, 2);
            return deed switch
            {
                "ask again" => new Scene(stall, () => stall.BuyAsync(order, 2), null),
                "release" => new Scene(stall, () => stall.ReleaseAsync(order), null),
                "claim" => new Scene(stall, () => stall.ClaimAsync(order), order),
                _ => new Scene(stall, stall.CloseAsync, order),
            };
        }

        /// <summary>An order that stands is claimed, all other holds lapse, and all that is left is sold.</summary>
        public async Task FinishAsync(string played)
        {
            Stall.Prove(played);
            if (Standing is { } order)
            {
                await Stall.ClaimAsync(order);
            }

            await Stall.Shop.SweepAsync(TimeSpan.FromHours(1));
            await Stall.TendAsync();
            Stall.Prove(played);
            var sold = await Stall.SellOutAsync();
            Assert.True(
                sold + (Standing is null ? 0 : 2) == Pieces + Stall.Returned, $"{sold} sold: {played}");
            await Stall.Shop.SweepAsync(TimeSpan.FromHours(2));
            Assert.True(await Stall.CloseAsync() is null, $"it cannot be closed: {played}");
            Assert.True(Stall.Level.Escrow == 0, $"{Stall.Level.Escrow} in escrow: {played}");
            Stall.Prove(played);
        }
    }
}
