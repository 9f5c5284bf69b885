using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Checkout;

/// <summary>Why a payment says no.</summary>
public static class PaymentRefusal
{
    public static Refusal Declined(string? reason) => new(
        RefusalKind.Declined, "payment.declined", "The payment was declined; nothing was charged.")
    {
        Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["reason"] = reason ?? "declined" },
    };

    public static Refusal UnknownToken() =>
        Refusal.Invalid("payment.unknown-token", "/payment/token", "The provider does not know this token.");

    public static Refusal OutcomeUnknown() => new(
        RefusalKind.Unavailable, "payment.outcome-unknown",
        "The payment provider does not answer. Send the same request again; nothing is charged twice.")
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };
}
