using System.Reflection;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Simulators.Cloud;
using Xunit.Sdk;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>Blobs with a container made, and with somebody who uses signed addresses.</summary>
public abstract class BlobStore : IAsyncDisposable
{
    public abstract IBlobs Blobs { get; }

    public abstract string Container { get; }

    /// <summary>Whoever was given an address: no credential, no SDK.</summary>
    public abstract HttpClient Client { get; }

    /// <summary>Lets time go by: a clock is set, or the time is really waited for.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    public static async Task<BlobStore> OpenAsync(StoreKind kind) => kind switch
    {
        StoreKind.Folder => await FolderStore.CreateAsync(),
        _ => await AccountStore.CreateAsync(kind),
    };

    public async Task<HttpResponseMessage> SendAsync(SignedUrl url, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(url.Method), url.Address) { Content = content };
        foreach (var (name, value) in url.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.Remove(name);
                content.Headers.Add(name, value);
            }
        }

        return await Client.SendAsync(request);
    }
}

/// <summary>Where the blobs are.</summary>
public enum StoreKind
{
    Folder,

    /// <summary>A storage account, with its key.</summary>
    AccountByKey,

    /// <summary>A storage account, as an identity.</summary>
    AccountByIdentity,
}

/// <summary>Runs a theory on the embedded home's folder.</summary>
internal sealed class InFolderAttribute(params object?[] data) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[StoreKind.Folder, .. data]];
}

/// <summary>Runs a theory on a storage account, both ways to sign in; skipped where no emulator is installed.</summary>
internal sealed class InAccountAttribute : DataAttribute
{
    private readonly object?[] _data;

    public InAccountAttribute(params object?[] data)
    {
        _data = data;
        Skip = AzuriteServer.Missing;
    }

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) =>
        [[StoreKind.AccountByKey, .. _data], [StoreKind.AccountByIdentity, .. _data]];
}
