using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Telemetry;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>The embedded home's blobs, with their door on a port of its own.</summary>
internal sealed class FolderStore : BlobStore
{
    private readonly TempFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public ManualClock Clock { get; } = new();

    public string Folder => _folder.Path;

    public override IBlobs Blobs => _app.Services.GetRequiredService<IBlobs>();

    public override string Container => "designs";

    public override HttpClient Client => _client;

    public static async Task<FolderStore> CreateAsync()
    {
        var store = new FolderStore();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        builder.Services
            .AddSingleton<TimeProvider>(store.Clock)
            .AddSingleton(new Signer(Encoding.UTF8.GetBytes("a key of thirty-two bytes, for us")))
            .AddSingleton<UsageMeter>()
            .AddSingleton<BlobDoor>()
            .AddSingleton(provider => new FunctionIndex(
                [
                    .. FunctionDescriptor.Discover(typeof(BlobDoor).Assembly)
                        .Where(function => function.Class == typeof(BlobDoor)),
                ],
                builder.Configuration))
            .AddFolderBlobs(store._folder.Path);
        store._app = builder.Build();
        store._app.UseRouting();
        store._app.UseFunctionPipeline();
        store._app.MapHttpFunctions();
        await store._app.StartAsync();
        store._client = new HttpClient { BaseAddress = new Uri(store._app.Urls.Single()) };
        return store;
    }

    public override Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
