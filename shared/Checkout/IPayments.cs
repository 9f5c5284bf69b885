using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

public enum PaymentState
{
    Authorised,
    Captured,
    Voided,
    Declined,
}

/// <summary>What the provider says of one payment.</summary>
/// <param name="Reason">The provider's word for a "no"; null otherwise.</param>
public sealed record PaymentReport(PaymentState State, Money Amount, string? Reason);

/// <summary>The provider did not answer: whether it did what it was asked is unknown until it is asked again.</summary>
public sealed class PaymentOutcomeUnknownException() : TimeoutException("The payment provider did not answer in time.");

/// <summary>The payment provider. Every order has one payment, named by the order's id, which is also the idempotency
/// key: the same call twice does one thing.</summary>
/// <remarks>Card data never pass here: the token comes from the provider's own fields in the browser (PCI DSS SAQ
/// A).</remarks>
public interface IPayments
{
    /// <exception cref="PaymentOutcomeUnknownException">No answer; <see cref="FindAsync"/> tells later.</exception>
    Task<PaymentReport> AuthoriseAsync(
        OrderId order, string token, Money amount, CancellationToken cancellation);

    /// <returns>Captured, or declined with the reason.</returns>
    Task<PaymentReport> CaptureAsync(OrderId order, Money amount, CancellationToken cancellation);

    /// <summary>Gives an authorised amount back. Nothing happens when there is nothing to give back.</summary>
    Task VoidAsync(OrderId order, CancellationToken cancellation);

    /// <returns>What is known of the order's payment; null when the provider never heard of it.</returns>
    Task<PaymentReport?> FindAsync(OrderId order, CancellationToken cancellation);

    /// <summary>Whether a token has a form that the provider knows.</summary>
    bool Accepts(string provider, string token);
}
