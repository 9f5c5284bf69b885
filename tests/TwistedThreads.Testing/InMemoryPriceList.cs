using System.Collections.Concurrent;
using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Testing;

/// <summary>Prices and promotions in memory. Thread-safe.</summary>
public sealed class InMemoryPriceList : IPriceList
{
    private readonly ConcurrentDictionary<Sku, PricedArticle> _articles = new();
    private readonly ConcurrentDictionary<string, Promotion> _promotions = new(StringComparer.Ordinal);

    public InMemoryPriceList Sell(Sku sku, decimal euros)
    {
        _articles[sku] = new PricedArticle(sku.Value, "navy", "M", Money.Euros(euros));
        return this;
    }

    public InMemoryPriceList Promote(Promotion promotion)
    {
        _promotions[promotion.Code] = promotion;
        return this;
    }

    public void Withdraw(Sku sku) => _articles.TryRemove(sku, out _);

    public PricedArticle? Find(Sku sku) => _articles.GetValueOrDefault(sku);

    public Promotion? FindPromotion(string code) => _promotions.GetValueOrDefault(code);
}

/// <summary>Identifiers that count up from a fixed time, so that a test can be played again. Thread-safe.</summary>
public sealed class CountedIds : IIdSource
{
    private static readonly DateTimeOffset First = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private int _last;

    public string New(string prefix) =>
        SortableId.Create(prefix, First.AddMilliseconds(Interlocked.Increment(ref _last)), new byte[10]);

    public string NewToken() => $"token-{Interlocked.Increment(ref _last)}";
}
