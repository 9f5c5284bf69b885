using System.Diagnostics;
using System.Text.Json;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>A fact on its way out, stored beside the change that it tells of.</summary>
public sealed record OutboxEntry<T>(string Queue, T Event);

/// <summary>Writes facts into the outbox and sends them from there. The outbox is the truth: whatever a bus loses can
/// be sent again from it for a week.</summary>
public sealed class Outbox(IIdSource ids, TimeProvider clock)
{
    public const string Kind = "outbox";
    private const string Source = "https://twistedthreads.example/shop";
    private const int RedrivePage = 200;

    // A message of 256 KB with its envelope, and an id of 128 characters: refused here, where somebody can still
    // answer.
    private const int MaxBytes = 200 * 1024;
    private const int MaxSubject = 128;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The operation that stores a fact; it belongs into the batch of the change itself.</summary>
    /// <param name="queue">Where it will be sent.</param>
    /// <param name="type">Without the common prefix: <c>order.placed.v1</c>.</param>
    /// <param name="subject">The aggregate that it is about.</param>
    /// <param name="fact">The data.</param>
    public DocumentOperation Write<T>(string queue, string type, string subject, T fact)
    {
        var id = ids.New("evt_");
        var cloudEvent = new CloudEvent<T>(
            id, Source, "com.twistedthreads." + type, subject, clock.GetUtcNow(), fact)
        {
            TraceParent = Activity.Current?.Id,
        };
        var operation = DocumentOperation.New(id, Kind, new OutboxEntry<CloudEvent<T>>(queue, cloudEvent), Kept);
        return operation.Body.Length <= MaxBytes && subject.Length <= MaxSubject
            ? operation
            : throw new InvalidOperationException($"A fact of type {type} is too large for any bus.");
    }

    /// <summary>Sends the outbox entries among changed documents. Safe to repeat:
    /// the event id is the message id.</summary>
    public static async Task RelayAsync(
        IEnumerable<Hosting.ChangedDocument> documents, IMessageSender sender, CancellationToken cancellation)
    {
        var waiting = documents
            .Where(document => document.Kind == Kind)
            .Select(document => document.Body.Deserialize<OutboxEntry<JsonElement>>(Json.ShopJson.Stored)!)
            .GroupBy(entry => entry.Queue, StringComparer.Ordinal);
        foreach (var queue in waiting)
        {
            await sender.SendAsync(queue.Key, [.. queue.Select(entry => MessageOf(entry.Event))], cancellation);
        }
    }

    /// <summary>Sends what a container's outbox holds from a time on once more, as after the loss of a bus. Consumers
    /// recognise what they know already.</summary>
    /// <param name="cursor">From an earlier call; null to begin at <paramref name="since"/>.</param>
    /// <returns>How many were sent, and the cursor to go on with; null at the end.</returns>
    public static async Task<(int Sent, string? Cursor)> RedriveAsync(
        IDocuments documents,
        IMessageSender sender,
        string container,
        DateTimeOffset since,
        string? cursor,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        cursor ??= await documents.FindCursorAsync(container, since, cancellation);
        var page = await documents.ReadChangesAsync(container, Kind, cursor, RedrivePage, cancellation);
        var changed = page.Items.Select(document =>
            new Hosting.ChangedDocument(document.Id, document.Kind, document.As<JsonElement>()));
        await RelayAsync(changed, sender, cancellation);
        return (page.Items.Count, page.Items.Count == 0 ? null : page.Cursor);
    }

    private static OutgoingMessage MessageOf(JsonElement cloudEvent) => new(
        cloudEvent.GetProperty("id").GetString()!,
        cloudEvent.GetProperty("subject").GetString()!,
        JsonSerializer.SerializeToUtf8Bytes(cloudEvent));
}
