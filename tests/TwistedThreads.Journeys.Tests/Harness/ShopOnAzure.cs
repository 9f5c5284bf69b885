using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Journeys.Tests.Harness;

/// <summary>The published program as a custom handler in two simulated regions, with Front Door before them.</summary>
public sealed class ShopOnAzure : IOpenShop
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);

    private ShopOnAzure(SimulatedCloud cloud)
    {
        Cloud = cloud;
        Client = new ShopClient(cloud.Front.Address);
    }

    public SimulatedCloud Cloud { get; }

    public ShopClient Client { get; }

    public static async Task<ShopOnAzure> StartAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        var package = await PublishedPackage.FolderAsync(limit.Token);
        return new ShopOnAzure(await SimulatedCloud.StartAsync(new CloudOptions(package), limit.Token));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cloud.DisposeAsync();
    }
}
