using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.OnAzure;

/// <summary>The same purchase, below the Functions host, on Cosmos DB and Service Bus in two regions.</summary>
public sealed class PurchaseDayOnAzure : PurchaseDay
{
    protected override async Task<IOpenShop> OpenAsync() => await ShopOnAzure.StartAsync();
}
