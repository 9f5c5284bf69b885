using System.Globalization;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;

namespace TwistedThreads.Testing;

/// <summary>Orders in memory, with their fates, their inbox and the facts that wait to be told.</summary>
/// <remarks>Thread-safe; what a call writes, it writes at once.</remarks>
public sealed class InMemoryOrders(Tripwire tripwire) : IOrders
{
    private readonly Lock _gate = new();
    private readonly Dictionary<OrderId, bool> _fates = [];
    private readonly Dictionary<OrderId, VersionedOrder> _orders = [];
    private readonly HashSet<(OrderId Order, string Event)> _inbox = [];
    private readonly List<OrderPlaced> _placed = [];
    private int _marks;

    public IReadOnlyList<Order> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _orders.Values.Select(order => order.Value)];
            }
        }
    }

    /// <summary>The facts of the outbox, oldest first.</summary>
    public IReadOnlyList<OrderPlaced> Placed
    {
        get
        {
            lock (_gate)
            {
                return [.. _placed];
            }
        }
    }

    /// <summary>Writes an order past the tripwire, whatever was there.</summary>
    public void Put(Order order)
    {
        lock (_gate)
        {
            _fates[order.Id] = true;
            Write(order);
        }
    }

    public Task<VersionedOrder?> FindAsync(OrderId id, CancellationToken cancellation) =>
        StepAsync(() => _orders.GetValueOrDefault(id));

    public Task<bool> PlaceAsync(Order order, CancellationToken cancellation) => StepAsync(() =>
    {
        if (!_fates.TryAdd(order.Id, true))
        {
            return false;
        }

        Write(order);
        _placed.Add(new OrderPlaced(order.Id, order.Cart));
        return true;
    });

    public Task<bool> GiveUpAsync(OrderId id, DateTimeOffset at, CancellationToken cancellation) =>
        StepAsync(() => _fates.TryAdd(id, false));

    public Task<bool> ReplaceAsync(
        VersionedOrder before, Order after, string? causedBy, CancellationToken cancellation) => StepAsync(() =>
    {
        if (_orders[after.Id].Mark != before.Mark
            || (causedBy is not null && !_inbox.Add((after.Id, causedBy))))
        {
            return false;
        }

        Write(after);
        return true;
    });

    public Task<bool> KnowsAsync(OrderId id, string causedBy, CancellationToken cancellation) =>
        StepAsync(() => _inbox.Contains((id, causedBy)));

    private void Write(Order order) => _orders[order.Id] =
        new VersionedOrder(order, (++_marks).ToString(CultureInfo.InvariantCulture));

    private Task<T> StepAsync<T>(Func<T> effect) => tripwire.StepAsync(() =>
    {
        lock (_gate)
        {
            return effect();
        }
    });
}

/// <summary>Order numbers from 1. Thread-safe.</summary>
public sealed class InMemoryOrderNumbers(Tripwire tripwire) : IOrderNumbers
{
    private int _last;

    public async ValueTask<string> NextAsync(CancellationToken cancellation)
    {
        var number = await tripwire.StepAsync(() => Interlocked.Increment(ref _last));
        return string.Create(CultureInfo.InvariantCulture, $"TT-{number:000000}");
    }
}

/// <summary>Idempotency keys in memory. Thread-safe; each call is atomic.</summary>
public sealed class InMemoryCheckoutClaims(Tripwire tripwire) : ICheckoutClaims
{
    private readonly MarkedItems<string, CheckoutClaim> _claims = new();

    public Task<CheckoutClaim?> FindAsync(string keyHash, CancellationToken cancellation) =>
        tripwire.StepAsync(() => _claims.Find(keyHash)?.Value);

    public Task<CheckoutClaim?> ClaimAsync(CheckoutClaim claim, CancellationToken cancellation) =>
        tripwire.StepAsync(
            () => _claims.Create(claim.KeyHash, claim) ? null : _claims.Find(claim.KeyHash)!.Value.Value);

    public Task SettleAsync(CheckoutClaim claim, CancellationToken cancellation) => tripwire.StepAsync(() =>
    {
        _claims.Put(claim.KeyHash, claim);
        return true;
    });
}
