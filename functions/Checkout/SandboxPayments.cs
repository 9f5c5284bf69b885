using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Checkout;

/// <summary>The built-in payment provider for development and trials. It keeps its own durable books, as a real one
/// does, so that after a crash the shop can be compared with it.</summary>
/// <remarks>Tokens: <c>tok_ok</c> succeeds; <c>tok_declined</c> and <c>tok_insufficient_funds</c> are declined;
/// <c>tok_timeout</c> authorises but never answers;
/// <c>tok_capture_fails</c> authorises and refuses the capture.</remarks>
public sealed class SandboxPayments(IDocuments documents, TimeProvider clock) : IPayments
{
    public const string Provider = "sandbox";
    private const string Id = "payment";

    private static readonly string[] Tokens =
        ["tok_ok", "tok_declined", "tok_insufficient_funds", "tok_timeout", "tok_capture_fails"];

    public static DocumentContainer Container { get; } = new("sandbox-payments", "orderId");

    public bool Accepts(string provider, string token) => provider == Provider && Tokens.Contains(token);

    public async Task<PaymentReport> AuthoriseAsync(
        OrderId order, string token, Money amount, CancellationToken cancellation)
    {
        var declined = token is "tok_declined" or "tok_insufficient_funds" ? token["tok_".Length..] : null;
        var payment = new SandboxPayment(
            order, token, declined is null ? PaymentState.Authorised : PaymentState.Declined, amount, declined,
            clock.GetUtcNow());
        var outcome = await documents.CommitAsync(
            Container.Name, order.Value, [DocumentOperation.New(Id, Id, payment)], cancellation);
        if (!outcome.IsCommitted)
        {
            payment = (await documents.ReadAsync(Container.Name, order.Value, Id, cancellation))!.As<SandboxPayment>();
        }

        return token == "tok_timeout" && outcome.IsCommitted
            ? throw new PaymentOutcomeUnknownException()
            : payment.Report();
    }

    public async Task<PaymentReport> CaptureAsync(OrderId order, Money amount, CancellationToken cancellation)
    {
        var payment = await ChangeAsync(
            order,
            known => known.State == PaymentState.Authorised && known.Token != "tok_capture_fails"
                ? known with { State = PaymentState.Captured }
                : known,
            cancellation);
        return payment is { State: PaymentState.Captured }
            ? payment.Report()
            : new PaymentReport(PaymentState.Declined, amount, payment is null ? "unknown payment" : "capture refused");
    }

    public async Task VoidAsync(OrderId order, CancellationToken cancellation) => await ChangeAsync(
        order,
        known => known.State == PaymentState.Authorised ? known with { State = PaymentState.Voided } : known,
        cancellation);

    public async Task<PaymentReport?> FindAsync(OrderId order, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container.Name, order.Value, Id, cancellation))?.As<SandboxPayment>().Report();

    public async Task<(IReadOnlyList<SandboxPayment> Items, string? Continuation)> ListAsync(
        int limit, string? continuation, CancellationToken cancellation)
    {
        var page = await documents.QueryAsync(
            new DocumentQuery(Container.Name) { Limit = limit, Continuation = continuation }, cancellation);
        return ([.. page.Items.Select(document => document.As<SandboxPayment>())], page.Continuation);
    }

    private async Task<SandboxPayment?> ChangeAsync(
        OrderId order, Func<SandboxPayment, SandboxPayment> change, CancellationToken cancellation)
    {
        while (true)
        {
            var found = await documents.ReadAsync(Container.Name, order.Value, Id, cancellation);
            if (found is null)
            {
                return null;
            }

            var known = found.As<SandboxPayment>();
            var changed = change(known);
            if (changed == known)
            {
                return known;
            }

            var write = DocumentOperation.Over(found, changed);
            if ((await documents.CommitAsync(Container.Name, order.Value, [write], cancellation)).IsCommitted)
            {
                return changed;
            }
        }
    }
}

/// <summary>One payment in the sandbox's own books.</summary>
public sealed record SandboxPayment(
    OrderId Order, string Token, PaymentState State, Money Amount, string? Reason, DateTimeOffset At)
{
    public PaymentReport Report() => new(State, Amount, Reason);
}
