using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>A message that could not be handled, set aside with its reason and its bytes.</summary>
public sealed record ParkedMessage(
    string Id,
    string Queue,
    string Function,
    string MessageId,
    string Reason,
    int Deliveries,
    DateTimeOffset ParkedAt,
    byte[] Body);

/// <summary>Who did what to a parked message, and why.</summary>
public sealed record AuditEntry(string Deed, string By, string Reason, DateTimeOffset At, ParkedMessage Message);

/// <summary>Parks messages in the <c>operations</c> container, lists them, sends them on their way again or discards
/// them. Nothing is ever dropped without an audit entry.</summary>
public sealed partial class ParkedMessages(
    IDocuments documents, IMessageSender sender, TimeProvider clock, ILogger<ParkedMessages> log)
{
    public const string Container = "operations";
    public const string Kind = "parked";
    private const string AuditKind = "audit";
    private const string Redriven = ".r";

    /// <summary>Sets a message aside. Safe to repeat: one message is parked once.</summary>
    public async Task ParkAsync(Delivery delivery, string reason, CancellationToken cancellation)
    {
        var id = IdOf(delivery);
        var parked = new ParkedMessage(
            id, delivery.Queue, delivery.Function, delivery.MessageId, Shortened(reason), delivery.Count,
            clock.GetUtcNow(), delivery.Body);
        await documents.CommitAsync(Container, Kind, [DocumentOperation.Put(id, Kind, parked)], cancellation);
        LogParked(delivery.MessageId, delivery.Queue, delivery.Count, parked.Reason);
    }

    public Task<(IReadOnlyList<ParkedMessage> Items, string? Continuation)> ListAsync(
        int limit, string? continuation, CancellationToken cancellation) =>
        PageAsync<ParkedMessage>(Kind, limit, continuation, cancellation);

    /// <summary>What was done to parked messages.</summary>
    public Task<(IReadOnlyList<AuditEntry> Items, string? Continuation)> AuditAsync(
        int limit, string? continuation, CancellationToken cancellation) =>
        PageAsync<AuditEntry>(AuditKind, limit, continuation, cancellation);

    /// <summary>Sends the message to its queue again, under a new message id so that the broker does not take it for a
    /// duplicate. The event inside keeps its id, so a consumer that did handle it notices.</summary>
    /// <returns>Whether there was such a message.</returns>
    public async Task<bool> RedriveAsync(string id, string by, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container, Kind, id, cancellation);
        if (found is null)
        {
            return false;
        }

        var message = found.As<ParkedMessage>();
        await sender.SendAsync(
            message.Queue,
            [new OutgoingMessage($"{FirstId(message)}{Redriven}{found.ETag}", FirstId(message), message.Body)],
            cancellation);
        await RemoveAsync(found, message, "redrive", by, "re-driven", cancellation);
        return true;
    }

    /// <returns>Whether there was such a message.</returns>
    public async Task<bool> DiscardAsync(string id, string by, string reason, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container, Kind, id, cancellation);
        if (found is null)
        {
            return false;
        }

        await RemoveAsync(found, found.As<ParkedMessage>(), "discard", by, reason, cancellation);
        return true;
    }

    private async Task RemoveAsync(
        Document found, ParkedMessage message, string deed, string by, string reason, CancellationToken cancellation)
    {
        // The audit entry comes first: a crash in between leaves the message listed, never unexplained.
        var entry = new AuditEntry(deed, by, reason, clock.GetUtcNow(), message);
        await documents.CommitAsync(
            Container, AuditKind, [DocumentOperation.Put($"{deed}|{found.Id}|{found.ETag}", AuditKind, entry)],
            cancellation);
        await documents.CommitAsync(
            Container, Kind, [new DocumentOperation.Delete(found.Id, found.ETag)], cancellation);
    }

    private async Task<(IReadOnlyList<T> Items, string? Continuation)> PageAsync<T>(
        string kind, int limit, string? continuation, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container)
            {
                PartitionKey = kind,
                Kind = kind,
                Limit = limit,
                Continuation = continuation,
            },
            cancellation);
        return ([.. page.Items.Select(document => document.As<T>())], page.Continuation);
    }

    // Without the marks of earlier re-drives: a broker's message id has an end (Service Bus: 128 characters).
    private static string FirstId(ParkedMessage message) =>
        message.MessageId.Split(Redriven, StringSplitOptions.None)[0];

    private static string IdOf(Delivery delivery) => "prk_" + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery.Queue}|{delivery.MessageId}")).AsSpan(0, 13));

    private static string Shortened(string reason) => reason.Length <= 1000 ? reason : reason[..1000];

    [LoggerMessage(LogLevel.Warning, "Parked message {MessageId} of {Queue} after {Deliveries} deliveries: {Reason}")]
    private partial void LogParked(string messageId, string queue, int deliveries, string reason);
}
