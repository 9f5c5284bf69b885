using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>The real program, published as it goes to Azure.</summary>
public sealed class PublishedShop : IAsyncLifetime
{
    public string Folder { get; private set; } = "";

    public async Task InitializeAsync() => Folder = await PublishedPackage.FolderAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;
}
