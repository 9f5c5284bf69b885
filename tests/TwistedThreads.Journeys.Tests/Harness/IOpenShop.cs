using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Harness;

/// <summary>A shop that is open, wherever it runs.</summary>
public interface IOpenShop : IAsyncDisposable
{
    ShopClient Client { get; }
}
