using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Functions.Onboarding;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Onboarding;

public sealed class RemindMoveInsTests
{
    [Fact]
    public async Task Days_without_a_file_show_in_the_state_until_the_shop_has_cut_over()
    {
        await using var shop = await MovingShop.InDualRunAsync();
        var remind = new RemindMoveIns(shop.Store, shop.Clock, NullLogger<RemindMoveIns>.Instance);
        var first = DateOnly.FromDateTime(shop.Clock.GetUtcNow().UtcDateTime);
        shop.Clock.Advance(TimeSpan.FromDays(3));

        await remind.RunAsync(new TimerInfo(), CancellationToken.None);
        var missing = (await shop.PresentAsync()).MissingDays;
        await shop.CutOverAsync();
        await remind.RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Equal([first.AddDays(1), first.AddDays(2)], missing);
        Assert.Empty((await shop.PresentAsync()).MissingDays);
    }

    [Fact]
    public async Task Another_process_learns_from_the_store_who_is_moved_in()
    {
        await using var shop = await MovingShop.InDualRunAsync();
        shop.Locations.Know(MovingShop.Shop, isMovedIn: true);

        await shop.Flags.CatchUpAsync(CancellationToken.None);

        Assert.False(shop.Locations.IsMovedIn(MovingShop.Shop));
    }
}
