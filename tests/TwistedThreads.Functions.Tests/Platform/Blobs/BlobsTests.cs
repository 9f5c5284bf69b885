using System.Text;
using TwistedThreads.Functions.Platform.Blobs;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>What every store of blobs promises.</summary>
public sealed class BlobsTests
{
    private const string Name = "Drafts/dsn_01J/front-Side.svg";
    private static readonly BlobTerms Svg = new("image/svg+xml", 1024);
    private static readonly byte[] Drawing = Encoding.UTF8.GetBytes("<svg>ü👕</svg>");

    [Theory]
    [InFolder]
    [InAccount]
    public async Task What_was_put_is_read_with_what_is_known_of_it(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);

        var put = (await PutAsync(store, address, Drawing, Svg)).Blob!;

        await using var open = await store.Blobs.OpenAsync(address, CancellationToken.None);
        Assert.Equal(Drawing, await ReadAsync(open!.Content));
        Assert.Equal(put, open.Blob with { WrittenAt = put.WrittenAt });
        Assert.Equal(put, await store.Blobs.FindAsync(address, CancellationToken.None));
        Assert.Equal(("image/svg+xml", Drawing.Length), (put.ContentType, put.Length));
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task What_is_not_there_is_not_found(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);

        Assert.Null(await store.Blobs.FindAsync(address, CancellationToken.None));
        Assert.Null(await store.Blobs.OpenAsync(address, CancellationToken.None));
        Assert.False(await store.Blobs.DeleteAsync(address, CancellationToken.None));
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task A_deleted_blob_is_gone_and_may_be_put_again(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);
        await PutAsync(store, address, Drawing, Svg);

        Assert.True(await store.Blobs.DeleteAsync(address, CancellationToken.None));

        Assert.Null(await store.Blobs.FindAsync(address, CancellationToken.None));
        Assert.NotNull((await PutAsync(store, address, Drawing, Svg with { OnlyNew = true })).Blob);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task Only_new_means_that_nothing_is_overwritten(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);

        var first = await PutAsync(store, address, Drawing, Svg with { OnlyNew = true });
        var second = await PutAsync(store, address, [1], Svg with { OnlyNew = true });

        Assert.Equal(new BlobOutcome(null, BlobRejection.Exists), second);
        Assert.Equal(first.Blob, await store.Blobs.FindAsync(address, CancellationToken.None));
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task A_version_is_replaced_by_who_knows_it(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);
        var first = (await PutAsync(store, address, Drawing, Svg)).Blob!;

        var second = await PutAsync(store, address, [1], new BlobTerms("a/b", 9) { IfMatch = first.ETag });
        var late = await PutAsync(store, address, [2], Svg with { IfMatch = first.ETag });
        var absent = await PutAsync(
            store, new BlobAddress(store.Container, "none"), [3], Svg with { IfMatch = first.ETag });

        Assert.NotEqual(first.ETag, second.Blob!.ETag);
        Assert.Equal(new BlobOutcome(null, BlobRejection.Changed), late);
        Assert.Equal(new BlobOutcome(null, BlobRejection.Changed), absent);
        await using var open = await store.Blobs.OpenAsync(address, CancellationToken.None);
        Assert.Equal([1], await ReadAsync(open!.Content));
        Assert.Equal("a/b", open.Blob.ContentType);
    }

    [Theory]
    [InFolder(0)]
    [InFolder(5_000_000)]
    [InAccount(0)]
    [InAccount(5_000_000)]
    public async Task The_limit_is_allowed_and_one_byte_more_is_not(StoreKind kind, int most)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);
        var terms = new BlobTerms("application/octet-stream", most);

        var tooLarge = await PutAsync(store, address, new byte[most + 1], terms);
        Assert.Null(await store.Blobs.FindAsync(address, CancellationToken.None));
        var large = await PutAsync(store, address, new byte[most], terms);

        Assert.Equal(new BlobOutcome(null, BlobRejection.TooLarge), tooLarge);
        Assert.Equal(most, large.Blob!.Length);
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task Of_many_who_put_a_new_blob_one_succeeds(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => Task.Run(
            () => PutAsync(store, address, [(byte)index], Svg with { OnlyNew = true }))));

        var winner = Assert.Single(outcomes, outcome => outcome.Blob is not null).Blob;
        Assert.Equal(winner, await store.Blobs.FindAsync(address, CancellationToken.None));
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task A_reader_beside_writers_sees_one_version_as_a_whole(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        var address = new BlobAddress(store.Container, Name);
        await PutAsync(store, address, [0, 0, 0], Svg);
        var writing = Task.Run(async () =>
        {
            for (byte version = 1; version < 40; version++)
            {
                await PutAsync(store, address, [version, version, version], Svg);
            }
        });

        while (!writing.IsCompleted)
        {
            await using var open = await store.Blobs.OpenAsync(address, CancellationToken.None);
            var bytes = await ReadAsync(open!.Content);
            Assert.Equal((3, 1), (bytes.Length, bytes.Distinct().Count()));
        }

        await writing;
    }

    [Theory]
    [InFolder]
    [InAccount]
    public async Task Pages_of_a_prefix_hold_every_blob_once_and_in_order(StoreKind kind)
    {
        await using var store = await BlobStore.OpenAsync(kind);
        string[] names = ["a/1", "a/2", "a/B", "a/b", "a/b/c", "a-1", "a.json", "b/1"];
        foreach (var name in names)
        {
            await PutAsync(store, new BlobAddress(store.Container, name), Drawing, Svg);
        }

        var listed = new List<StoredBlob>();
        string? next = null;
        do
        {
            var page = await store.Blobs.ListAsync(store.Container, "a/", 2, next, CancellationToken.None);
            Assert.InRange(page.Blobs.Count, 1, 2);
            listed.AddRange(page.Blobs);
            next = page.Continuation;
        }
        while (next is not null);

        Assert.Equal(["a/1", "a/2", "a/B", "a/b", "a/b/c"], listed.Select(blob => blob.Address.Name));
        var found = await store.Blobs.FindAsync(listed[0].Address, CancellationToken.None);
        Assert.Equal(found, listed[0]);
        Assert.Empty((await store.Blobs.ListAsync(store.Container, "zz", 9, null, CancellationToken.None)).Blobs);
    }

    private static async Task<BlobOutcome> PutAsync(
        BlobStore store, BlobAddress address, byte[] bytes, BlobTerms terms)
    {
        using var content = new MemoryStream(bytes);
        return await store.Blobs.PutAsync(address, content, terms, CancellationToken.None);
    }

    private static async Task<byte[]> ReadAsync(Stream content)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
