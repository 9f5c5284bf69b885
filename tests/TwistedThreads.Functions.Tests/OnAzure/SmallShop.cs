using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Samples;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>The whole shop as it runs on Azure, but over documents and messages in a file, with faults on demand in
/// front of them. It has one warehouse, or all of the sample shop.</summary>
internal sealed class SmallShop : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private FaultyDocuments? _documents;
    private WebApplication? _app;

    private static Location Warehouse { get; } =
        new(LocationId.Parse("WH1"), "Warehouse", LocationKind.Warehouse, "Leipzig", "DE", "4012345000009");

    public int Port { get; } = SmallHandler.FreePort();

    public Dictionary<string, string?> Settings { get; init; } = [];

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    public bool HasSamples { get; init; }

    /// <summary>Calls of the store that find nobody, from the first one of opening.</summary>
    public int CallsInVain { get; init; }

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public async Task<SmallShop> OpenAsync()
    {
        var settings = SmallHandler.Settings(Port).Concat(Settings);
        _app = AzureShop.Build(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), AddStores);
        await Get<SqliteFile>().MigrateAsync(
            [.. Get<SqliteDocuments>().Schema, .. SqliteQueues.Schema], CancellationToken.None);
        if (HasSamples)
        {
            await Get<ShopImport>().ImportAsync(SampleFiles.Beside, 256, CancellationToken.None);
        }
        else
        {
            await Get<IDocuments>().CommitAsync(
                "operations", "location", [DocumentOperation.New("WH1", "location", Warehouse)],
                CancellationToken.None);
        }

        _ = Get<IDocuments>();
        _documents!.GoDown(CallsInVain);
        await AzureShop.OpenAsync(_app, Patience, CancellationToken.None);
        return this;
    }

    public void GoWell() => _documents!.GoWell();

    public Task<RawAnswer> SendAsync(string method, string target, byte[]? body = null, params string[] headers) =>
        RawRequest.SendAsync(Port, method, target, body, headers);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    private void AddStores(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => SqliteFile.Open(_folder.Path))
        .AddFolderBlobs(_folder.Path)
        .AddSingleton<SqliteDocuments>()
        .AddSingleton<SqliteQueues>()
        .AddSingleton<IDocuments>(provider =>
            _documents ??= new FaultyDocuments(provider.GetRequiredService<SqliteDocuments>()))
        .AddSingleton<IMessageSender>(provider => provider.GetRequiredService<SqliteQueues>());
}
