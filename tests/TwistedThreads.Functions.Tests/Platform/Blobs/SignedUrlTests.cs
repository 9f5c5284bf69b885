using System.Net;
using TwistedThreads.Functions.Platform.Blobs;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>What whoever has a signed address can do with it, and what not.</summary>
public sealed class SignedUrlTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly BlobTerms Png = new("image/png", 2_000_000);

    [Theory]
    [InFolder]
    [InAccount]
    public async Task What_was_uploaded_to_an_address_is_downloaded_from_another(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "uploads/a.png");
        var bytes = new byte[1_500_000];
        new Random(7).NextBytes(bytes);

        using var uploaded = await UploadAsync(store, address, bytes);
        using var downloaded = await store.SendAsync(
            await store.Blobs.DownloadUrlAsync(address, Hour, CancellationToken.None));

        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        Assert.Equal(HttpStatusCode.OK, downloaded.StatusCode);
        Assert.Equal(bytes, await downloaded.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", downloaded.Content.Headers.ContentType!.ToString());
        var blob = (await store.Blobs.FindAsync(address, CancellationToken.None))!;
        Assert.Equal(("image/png", 1_500_000), (blob.ContentType, blob.Length));
        Assert.Equal(uploaded.Headers.ETag, downloaded.Headers.ETag);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task An_address_for_uploading_is_good_for_one_new_blob_and_for_nothing_else(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "uploads/a.png");
        var url = await store.Blobs.UploadUrlAsync(address, Png, Hour, CancellationToken.None);
        using var first = await store.SendAsync(url, new ByteArrayContent([1]));

        using var second = await store.SendAsync(url, new ByteArrayContent([2]));
        using var read = await store.Client.GetAsync(url.Address);
        using var removed = await store.Client.DeleteAsync(url.Address);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.All(new[] { second, read, removed }, answer => Assert.False(answer.IsSuccessStatusCode));
        await using var open = await store.Blobs.OpenAsync(address, CancellationToken.None);
        Assert.Equal(1, open!.Content.ReadByte());
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task An_address_for_downloading_changes_nothing(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "uploads/a.png");
        using var uploaded = await UploadAsync(store, address, [1]);
        var url = await store.Blobs.DownloadUrlAsync(address, Hour, CancellationToken.None);

        using var put = await store.SendAsync(
            url with { Method = "PUT", Headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" } },
            new ByteArrayContent([2]));
        using var removed = await store.Client.DeleteAsync(url.Address);

        Assert.All(new[] { put, removed }, answer => Assert.False(answer.IsSuccessStatusCode));
        Assert.Equal(1, (await store.Blobs.FindAsync(address, CancellationToken.None))!.Length);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task An_address_ends_with_its_time(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "uploads/a.png");
        var lifetime = TimeSpan.FromSeconds(1);
        using var uploaded = await UploadAsync(store, address, [1]);
        var url = await store.Blobs.DownloadUrlAsync(address, lifetime, CancellationToken.None);

        await store.PassAsync(lifetime);

        using var late = await store.SendAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task An_address_cannot_be_bent_to_another_blob(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "uploads/a.png");
        using var uploaded = await UploadAsync(store, address, [1]);
        var url = await store.Blobs.DownloadUrlAsync(address, Hour, CancellationToken.None);
        var text = url.Address.OriginalString;
        var bent = text.Contains("a.png", StringComparison.Ordinal)
            ? text.Replace("a.png", "b.png", StringComparison.Ordinal)
            : text[..^1] + (text[^1] == 'A' ? 'B' : 'A');

        using var answer = await store.SendAsync(url with { Address = new Uri(bent, UriKind.RelativeOrAbsolute) });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task Nobody_gets_an_address_for_ever_or_for_no_time(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, "a");

        foreach (var lifetime in new[] { TimeSpan.Zero, -Hour, SignedUrl.MaxLifetime + Hour })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => store.Blobs.DownloadUrlAsync(address, lifetime, CancellationToken.None));
        }
    }

    private static async Task<HttpResponseMessage> UploadAsync(BlobStore store, BlobAddress address, byte[] bytes) =>
        await store.SendAsync(
            await store.Blobs.UploadUrlAsync(address, Png, Hour, CancellationToken.None), new ByteArrayContent(bytes));
}
