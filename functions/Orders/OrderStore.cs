using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Orders;

/// <summary>Orders over the document port. A partition holds the order, its fate, its events on their way out and the
/// inbox of those that changed it.</summary>
public sealed class OrderStore(IDocuments documents, Outbox outbox) : IOrders
{
    public const string OrderPlacedQueue = "order-placed";
    private const string Id = "order";
    private const string Kind = "order";
    private const string FateId = "fate";
    private static readonly TimeSpan InboxLife = TimeSpan.FromDays(7);

    public static DocumentContainer Container { get; } = new("orders", "orderId");

    public async Task<VersionedOrder?> FindAsync(OrderId id, CancellationToken cancellation)
    {
        var found = await documents.ReadAsync(Container.Name, id.Value, Id, cancellation);
        return found is null ? null : new VersionedOrder(found.As<Order>(), found.ETag);
    }

    public async Task<bool> PlaceAsync(Order order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var outcome = await documents.CommitAsync(
            Container.Name,
            order.Id.Value,
            [
                DocumentOperation.New(FateId, FateId, new Fate("placed", order.PlacedAt)),
                DocumentOperation.New(Id, Kind, order),
                outbox.Write(
                    OrderPlacedQueue, "order.placed.v1", order.Id.Value, new OrderPlaced(order.Id, order.Cart)),
            ],
            cancellation);
        return outcome.IsCommitted;
    }

    public async Task<bool> GiveUpAsync(OrderId id, DateTimeOffset at, CancellationToken cancellation)
    {
        var outcome = await documents.CommitAsync(
            Container.Name, id.Value, [DocumentOperation.New(FateId, FateId, new Fate("givenUp", at))], cancellation);
        return outcome.IsCommitted;
    }

    public async Task<bool> ReplaceAsync(
        VersionedOrder before, Order after, string? causedBy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var operations = new List<DocumentOperation>
        {
            new DocumentOperation.Replace(Id, Kind, ShopJson.Serialize(after), before.Mark),
        };
        if (causedBy is not null)
        {
            operations.Add(DocumentOperation.New(
                InboxId(causedBy), "inbox", new Fate(causedBy, after.Timeline[^1].At), InboxLife));
        }

        var outcome = await documents.CommitAsync(Container.Name, after.Id.Value, operations, cancellation);
        return outcome.IsCommitted;
    }

    public async Task<bool> KnowsAsync(OrderId id, string causedBy, CancellationToken cancellation) =>
        await documents.ReadAsync(Container.Name, id.Value, InboxId(causedBy), cancellation) is not null;

    public async Task<(IReadOnlyList<Order> Items, string? Continuation)> ListAsync(
        int limit, string? continuation, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name) { Kind = Kind, Limit = limit, Continuation = continuation },
            cancellation);
        return ([.. page.Items.Select(document => document.As<Order>())], page.Continuation);
    }

    private static string InboxId(string causedBy) => $"inbox|{causedBy}";

    private sealed record Fate(string Word, DateTimeOffset At);
}
