using TwistedThreads.Functions.Fulfilment;
using TwistedThreads.Functions.Inventory;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Onboarding;
using TwistedThreads.Functions.Orders;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Scanners;
using TwistedThreads.Functions.Traceability;

namespace TwistedThreads.Functions.Operations;

/// <summary>Empties the broker's dead-letter queues to where operators look. What ends there never got an answer from
/// its function: the process died of it, or nobody came before its time ran out.</summary>
[AzureOnly]
public sealed class DrainDeadLetters(ParkedMessages parked)
{
    [Function("DrainOrderPlaced")]
    public Task DrainOrderPlacedAsync(
        [ServiceBusTrigger(OrderStore.OrderPlacedQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(AllocateOrder), cancellation);

    [Function("DrainShipmentChanged")]
    public Task DrainShipmentChangedAsync(
        [ServiceBusTrigger(ShipmentStore.ShipmentChangedQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(AdvanceOrder), cancellation);

    [Function("DrainScanCaptured")]
    public Task DrainScanCapturedAsync(
        [ServiceBusTrigger(ScanStore.ScanCapturedQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(ApplyScan), cancellation);

    [Function("DrainStockEventCaptured")]
    public Task DrainStockEventCapturedAsync(
        [ServiceBusTrigger(ApplyStockEvent.Queue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(ApplyStockEvent), cancellation);

    [Function("DrainMoveInStep")]
    public Task DrainMoveInStepAsync(
        [ServiceBusTrigger(MoveInStore.StepQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(BookMoveIn), cancellation);

    [Function("DrainEpcisCaptured")]
    public Task DrainEpcisCapturedAsync(
        [ServiceBusTrigger(CaptureStore.CapturedQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(ProcessCapture), cancellation);

    [Function("DrainEpcisEventStored")]
    public Task DrainEpcisEventStoredAsync(
        [ServiceBusTrigger(EventStore.EventStoredQueue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(BookEvent), cancellation);

    [Function("DrainStockPaperChanged")]
    public Task DrainStockPaperChangedAsync(
        [ServiceBusTrigger(DeskPaperStore.Queue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(SettlePaper), cancellation);

    [Function("DrainParcelReceived")]
    public Task DrainParcelReceivedAsync(
        [ServiceBusTrigger(ParcelStore.Queue + DeadLetter.Suffix, Connection = "ServiceBus")]
        DeadLetter letter,
        CancellationToken cancellation) => ParkAsync(letter, nameof(ReceiveParcel), cancellation);

    // Under the function that was to handle it: that is whom a re-drive goes to.
    private Task ParkAsync(DeadLetter letter, string function, CancellationToken cancellation) =>
        parked.ParkAsync(letter.Delivery with { Function = function }, letter.Reason, cancellation);
}
