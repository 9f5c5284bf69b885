using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Orders;

/// <summary>Undoes what checkouts left behind whose process died, and gives back holds on stock that lapsed. A bounded
/// batch a tick; what is left waits for the next.</summary>
public sealed partial class TidyCheckouts(
    AbandonCheckoutWorkflow workflow, TimeProvider clock, ILogger<TidyCheckouts> log)
{
    private const int PerTick = 200;

    /// <summary>Reopens carts whose checkout never ended.</summary>
    [Function("ReopenStrandedCarts")]
    public async Task ReopenAsync(
        [TimerTrigger("%ReopenStrandedCartsSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var carts = await workflow.SweepCartsAsync(clock.GetUtcNow(), PerTick, cancellation);
        if (carts > 0)
        {
            LogCarts(carts, timer.IsPastDue);
        }
    }

    /// <summary>Gives back the stock of reservations that lapsed without an order.</summary>
    [Function("ReleaseExpiredReservations")]
    public async Task ReleaseAsync(
        [TimerTrigger("%ReleaseExpiredReservationsSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var released = await workflow.SweepReservationsAsync(clock.GetUtcNow(), PerTick, cancellation);
        if (released > 0)
        {
            LogReservations(released, timer.IsPastDue);
        }
    }

    [LoggerMessage(LogLevel.Information, "Looked after {Carts} stranded carts; late: {Late}")]
    private partial void LogCarts(int carts, bool late);

    [LoggerMessage(LogLevel.Information, "Released {Reservations} expired reservations; late: {Late}")]
    private partial void LogReservations(int reservations, bool late);
}
