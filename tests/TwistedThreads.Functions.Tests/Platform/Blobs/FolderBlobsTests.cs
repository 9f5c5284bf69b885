using System.Net;
using System.Text;
using TwistedThreads.Functions.Platform.Blobs;

namespace TwistedThreads.Functions.Tests.Platform.Blobs;

/// <summary>What is the folder's own: its files, and its door.</summary>
public sealed class FolderBlobsTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly BlobAddress Address = new("designs", "a.html");
    private FolderStore _store = null!;

    public async Task InitializeAsync() => _store = await FolderStore.CreateAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData("../secret.key")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("a.")]
    [InlineData("..")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData("")]
    public void A_name_that_could_lead_elsewhere_is_none(string name) =>
        Assert.Throws<ArgumentException>(() => new BlobAddress("designs", name));

    [Theory]
    [InlineData("..")]
    [InlineData("De")]
    [InlineData("Designs")]
    [InlineData("a--b")]
    [InlineData("-ab")]
    [InlineData("a/b")]
    [InlineData("abc\n")]
    public void A_container_is_named_as_Azure_demands(string container) =>
        Assert.Throws<ArgumentException>(() => new BlobAddress(container, "a"));

    [Fact]
    public async Task Everything_is_below_the_folder_and_versions_leave_nothing_behind()
    {
        var longest = new BlobAddress("designs", new string('A', BlobAddress.MaxNameLength));
        foreach (var address in new[] { Address, longest, new BlobAddress("designs", "a.html/b") })
        {
            await PutAsync(address, "one");
            await PutAsync(address, "two");
        }

        await _store.Blobs.PutAsync(
            Address, new MemoryStream(new byte[99]), new BlobTerms("a/b", 9), CancellationToken.None);

        var files = Directory.EnumerateFiles(_store.Folder, "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(6, files.Count);
        Assert.All(files, file => Assert.StartsWith(
            Path.Combine(_store.Folder, "blobs", "designs") + Path.DirectorySeparatorChar, file,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.Blobs.PutAsync(
            Address, new BreakingStream(), new BlobTerms("a/b", 9_000), CancellationToken.None));

        Assert.Empty(Directory.EnumerateFiles(_store.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_door_holds_uploaders_to_type_and_size()
    {
        var url = await _store.Blobs.UploadUrlAsync(
            Address, new BlobTerms("text/html", 10), Hour, CancellationToken.None);

        using var otherType = await _store.Client.PutAsync(url.Address, new StringContent("x", null, "text/css"));
        using var tooLarge = await _store.SendAsync(url, new ByteArrayContent(new byte[11]));
        using var endless = new HttpRequestMessage(HttpMethod.Put, url.Address)
        {
            Content = new StreamContent(new MemoryStream(new byte[200])),
        };
        endless.Content.Headers.Add("Content-Type", "text/html");
        endless.Headers.TransferEncodingChunked = true;
        using var tooLargeWithoutLength = await _store.Client.SendAsync(endless);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, otherType.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLargeWithoutLength.StatusCode);
        Assert.Null(await _store.Blobs.FindAsync(Address, CancellationToken.None));
    }

    [Fact]
    public async Task What_strangers_uploaded_is_not_run_by_a_browser()
    {
        await PutAsync(Address, "<script>alert(1)</script>");
        var url = await _store.Blobs.DownloadUrlAsync(Address, Hour, CancellationToken.None);

        using var answer = await _store.SendAsync(url);

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            "default-src 'none'; sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_part_is_handed_out_to_who_asks_for_it()
    {
        await PutAsync(Address, "0123456789");
        var url = await _store.Blobs.DownloadUrlAsync(Address, Hour, CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Address);
        request.Headers.Add("Range", "bytes=3-5");

        using var answer = await _store.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("345", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_blob_that_is_gone_is_told_from_an_address_that_is_none()
    {
        var url = await _store.Blobs.DownloadUrlAsync(Address, Hour, CancellationToken.None);

        using var gone = await _store.SendAsync(url);
        using var none = await _store.Client.GetAsync(new Uri("api/blobs/nothing.at-all", UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (gone.StatusCode, none.StatusCode));
    }

    private async Task PutAsync(BlobAddress address, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var outcome = await _store.Blobs.PutAsync(
            address, content, new BlobTerms("text/html", 1000), CancellationToken.None);
        Assert.NotNull(outcome.Blob);
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 3 ? ValueTask.FromResult(100) : throw new IOException("The line is cut.");
    }
}
