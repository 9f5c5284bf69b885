using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>One payment in the provider's books.</summary>
/// <param name="Charges">How often money was taken; the customer's statement shows as many lines.</param>
public sealed record ProviderPayment(string Token, PaymentState State, Money Amount, string? Reason, int Charges)
{
    public PaymentReport Report() => new(State, Amount, Reason);
}

/// <summary>A payment provider in memory. The order's id is the idempotency key of every call.</summary>
/// <remarks>Thread-safe. Tokens: <c>tok_ok</c>; <c>tok_declined</c>; <c>tok_timeout</c> authorises and does not answer;
/// <c>tok_silence</c> never arrives and does not answer; <c>tok_capture_fails</c> refuses the capture.</remarks>
public sealed class InMemoryPayments(Tripwire tripwire) : IPayments
{
    public const string Provider = "sandbox";

    private static readonly string[] Tokens =
        ["tok_ok", "tok_declined", "tok_timeout", "tok_silence", "tok_capture_fails"];

    private readonly Lock _gate = new();
    private readonly Dictionary<OrderId, ProviderPayment> _payments = [];

    /// <summary>So many coming captures take effect and are not answered.</summary>
    public int UnansweredCaptures { get; set; }

    /// <summary>An order whose payment can no longer be voided: the provider does not answer.</summary>
    public OrderId? Stubborn { get; set; }

    public IReadOnlyDictionary<OrderId, ProviderPayment> All
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<OrderId, ProviderPayment>(_payments);
            }
        }
    }

    public bool Accepts(string provider, string token) => provider == Provider && Tokens.Contains(token);

    /// <summary>Authorises past the tripwire.</summary>
    public void Authorise(OrderId order, string token, Money amount)
    {
        lock (_gate)
        {
            _payments[order] = new ProviderPayment(token, PaymentState.Authorised, amount, null, 0);
        }
    }

    public Task<PaymentReport> AuthoriseAsync(
        OrderId order, string token, Money amount, CancellationToken cancellation) => StepAsync(() =>
    {
        if (token == "tok_silence")
        {
            throw new PaymentOutcomeUnknownException();
        }

        if (_payments.TryGetValue(order, out var known))
        {
            return known.Report();
        }

        var state = token == "tok_declined" ? PaymentState.Declined : PaymentState.Authorised;
        var reason = state == PaymentState.Declined ? "declined" : null;
        _payments[order] = new ProviderPayment(token, state, amount, reason, 0);
        return token == "tok_timeout" ? throw new PaymentOutcomeUnknownException() : _payments[order].Report();
    });

    public Task<PaymentReport> CaptureAsync(OrderId order, Money amount, CancellationToken cancellation) =>
        StepAsync(() =>
    {
        var known = _payments.GetValueOrDefault(order);
        if (known is { State: PaymentState.Authorised } && known.Token != "tok_capture_fails")
        {
            known = _payments[order] = known with { State = PaymentState.Captured, Charges = known.Charges + 1 };
        }

        if (UnansweredCaptures > 0)
        {
            UnansweredCaptures--;
            throw new PaymentOutcomeUnknownException();
        }

        return known is { State: PaymentState.Captured }
            ? known.Report()
            : new PaymentReport(PaymentState.Declined, amount, "capture refused");
    });

    public Task VoidAsync(OrderId order, CancellationToken cancellation) => StepAsync(() =>
    {
        if (order == Stubborn)
        {
            throw new PaymentOutcomeUnknownException();
        }

        if (_payments.TryGetValue(order, out var known) && known.State == PaymentState.Authorised)
        {
            _payments[order] = known with { State = PaymentState.Voided };
        }

        return true;
    });

    public Task<PaymentReport?> FindAsync(OrderId order, CancellationToken cancellation) =>
        StepAsync(() => _payments.GetValueOrDefault(order)?.Report());

    private Task<T> StepAsync<T>(Func<T> effect) => tripwire.StepAsync(() =>
    {
        lock (_gate)
        {
            return effect();
        }
    });
}
