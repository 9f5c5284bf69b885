using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Fulfilment;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Orders;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Fulfilment;

/// <summary>Puts a placed order on the pick lists of the locations that hold its pieces.</summary>
public sealed class AllocateOrder(AllocateOrderWorkflow allocate, CloseCartWorkflow close, TimeProvider clock)
{
    [Function(nameof(AllocateOrder))]
    public async Task RunAsync(
        [ServiceBusTrigger(OrderStore.OrderPlacedQueue, Connection = "ServiceBus")] CloudEvent<OrderPlaced> message,
        CancellationToken cancellation)
    {
        await allocate.RunAsync(
            message.Data.Order, $"{nameof(AllocateOrder)}|{message.Id}", clock.GetUtcNow(), cancellation);
        await close.RunAsync(message.Data.Cart, cancellation);
    }
}
