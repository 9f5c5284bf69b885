using System.Collections.Concurrent;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.PowerCuts;

/// <summary>What the guests were promised, kept outside the shop: whatever the shop loses is still written
/// here.</summary>
public sealed class Receipts
{
    private readonly ConcurrentDictionary<string, Attempt> _orders = new();
    private readonly ConcurrentQueue<string> _surprises = new();
    private int _repeated;

    /// <summary>The acknowledged orders and the attempt that each one answers.</summary>
    public IReadOnlyDictionary<string, Attempt> Orders => _orders;

    /// <summary>Answers that no guest should get; empty in a shop that works.</summary>
    public IReadOnlyCollection<string> Surprises => _surprises;

    /// <summary>How many requests were repeated because the power was cut before their answer came.</summary>
    public int Repeated => _repeated;

    public void NoteRepetition() => Interlocked.Increment(ref _repeated);

    public void NoteUnanswered(IEnumerable<Attempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            _surprises.Enqueue($"cart {attempt.Guest.CartId}, card {attempt.Card}: never answered");
        }
    }

    public void Note(Attempt attempt, Answer answer)
    {
        if (answer.Status == 201)
        {
            NoteOrder(attempt, answer.Json!.Required("id"));
        }
        else if (!attempt.MayBeRefusedWith(answer))
        {
            _surprises.Enqueue($"cart {attempt.Guest.CartId}, card {attempt.Card}: {answer}");
        }
    }

    /// <summary>Pieces of the SKU in all acknowledged orders.</summary>
    public int Sold(string sku) => _orders.Values
        .SelectMany(attempt => attempt.Wanted)
        .Where(line => line.Sku == sku)
        .Sum(line => line.Quantity);

    private void NoteOrder(Attempt attempt, string order)
    {
        var known = _orders.GetOrAdd(order, attempt);
        if (known != attempt || attempt.Card != "tok_ok")
        {
            _surprises.Enqueue($"order {order} answers cart {known.Guest.CartId} and cart {attempt.Guest.CartId}");
        }
    }
}

/// <summary>One guest's wish to pay one cart: however often it is sent, it has one key.</summary>
public sealed record Attempt(Shopper Guest, IReadOnlyList<(string Sku, int Quantity)> Wanted, string Card, string Key)
{
    public Task<Answer> SendAsync() => Guest.CheckoutAsync(Key, Card);

    /// <summary>The hold on the stock lapsed while the guest was cut off: the cart is checked out anew, with a new key.
    /// </summary>
    public static bool MustBeginAgain(Answer answer) => answer.Code == "stock.reservation-expired";

    public bool MayBeRefusedWith(Answer answer) => answer switch
    {
        { Status: 409, Code: "stock.not-enough" } => true,
        { Status: 402, Code: "payment.declined" } => Card == "tok_declined",
        _ => false,
    };
}
