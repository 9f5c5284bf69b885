namespace TwistedThreads.Harness;

/// <summary>A shop that is open, wherever it runs.</summary>
public interface IOpenShop : IAsyncDisposable
{
    ShopClient Client { get; }
}
