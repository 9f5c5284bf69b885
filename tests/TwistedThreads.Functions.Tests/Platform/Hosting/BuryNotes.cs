using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>Takes the dead letters of the notes, as the shop's own drain does.</summary>
[AzureOnly]
internal sealed class BuryNotes
{
    public ParkedMessages? Parked { get; set; }

    public List<DeadLetter> Seen { get; } = [];

    [Function(nameof(BuryNotes))]
    public Task RunAsync(
        [ServiceBusTrigger("notes" + DeadLetter.Suffix, Connection = "ServiceBus")] DeadLetter msg,
        CancellationToken cancellation)
    {
        Seen.Add(msg);
        return Parked!.ParkAsync(
            msg.Delivery with { Function = nameof(TakeNotes) }, msg.Reason, cancellation);
    }
}
