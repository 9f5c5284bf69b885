using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>Blobs as files of the embedded home. The bytes of each version are in a file of their own; what makes them
/// the blob is a note beside them, which is written aside and moved. Signed addresses lead to <see cref="BlobDoor"/>.
/// </summary>
public sealed class FolderBlobs(string folder, Signer signer, TimeProvider clock) : IBlobs, IDisposable
{
    private const string UploadPurpose = "blob-upload";
    private const string DownloadPurpose = "blob-download";
    private const int Attempts = 5;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly BlobFiles _files = new(folder);

    public async Task<BlobOutcome> PutAsync(
        BlobAddress address, Stream content, BlobTerms terms, CancellationToken cancellation)
    {
        if (await RejectionAsync(address, terms, cancellation) is { } early)
        {
            return new BlobOutcome(null, early);
        }

        var version = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var bytes = _files.BytesOf(address, version);
        try
        {
            var length = await WriteAsync(bytes, new LimitedStream(content, terms.MaxBytes), cancellation);
            var blob = new StoredBlob(address, terms.ContentType, length, version, clock.GetUtcNow());
            return await CommitAsync(blob, terms, cancellation);
        }
        catch (BlobTooLargeException)
        {
            File.Delete(bytes);
            return new BlobOutcome(null, BlobRejection.TooLarge);
        }
        catch
        {
            File.Delete(bytes);
            throw;
        }
    }

    public async Task<OpenBlob?> OpenAsync(BlobAddress address, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(address, cancellation) is not { } blob)
            {
                return null;
            }

            try
            {
                return new OpenBlob(blob, new FileStream(
                    _files.BytesOf(address, blob.ETag), FileMode.Open, FileAccess.Read,
                    FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous));
            }
            catch (FileNotFoundException) when (attempt < Attempts)
            {
                // Written anew since its note was read: read the new note.
            }
        }
    }

    public async Task<StoredBlob?> FindAsync(BlobAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        var note = _files.NoteOf(address);
        try
        {
            return ReadNote(address, await File.ReadAllBytesAsync(note, cancellation));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<bool> DeleteAsync(BlobAddress address, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (await FindAsync(address, cancellation) is not { } blob)
            {
                return false;
            }

            File.Delete(_files.NoteOf(address));
            File.Delete(_files.BytesOf(address, blob.ETag));
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<BlobPage> ListAsync(
        string container, string prefix, int limit, string? continuation, CancellationToken cancellation)
    {
        var names = _files.NamesIn(container)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)
                && (continuation is null || string.CompareOrdinal(name, continuation) > 0))
            .Order(StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var blobs = new List<StoredBlob>();
        foreach (var name in names.Take(limit))
        {
            if (await FindAsync(new BlobAddress(container, name), cancellation) is { } blob)
            {
                blobs.Add(blob);
            }
        }

        return new BlobPage(blobs, names.Count > limit ? names[limit - 1] : null);
    }

    public Task<SignedUrl> UploadUrlAsync(
        BlobAddress address, BlobTerms terms, TimeSpan lifetime, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = terms.ContentType };
        return Task.FromResult(Signed(UploadPurpose, "PUT", address, terms, lifetime, headers));
    }

    public Task<SignedUrl> DownloadUrlAsync(BlobAddress address, TimeSpan lifetime, CancellationToken cancellation) =>
        Task.FromResult(Signed(
            DownloadPurpose, "GET", address, new BlobTerms(string.Empty, 0), lifetime,
            new Dictionary<string, string>(StringComparer.Ordinal)));

    /// <returns>What may be uploaded with this token, and where to; null when it is not ours, or too late.</returns>
    public (BlobAddress Address, BlobTerms Terms)? OpenUpload(string token) => Granted(UploadPurpose, token);

    /// <returns>What may be read with this token; null when it is not ours, or too late.</returns>
    public BlobAddress? OpenDownload(string token) => Granted(DownloadPurpose, token)?.Address;

    public void Dispose() => _gate.Dispose();

    private static async Task<long> WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        await content.CopyToAsync(file, cancellation);
        await file.FlushAsync(cancellation);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    private async Task<BlobOutcome> CommitAsync(StoredBlob blob, BlobTerms terms, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var before = await FindAsync(blob.Address, cancellation);
            if (Judge(before, terms) is { } rejection)
            {
                File.Delete(_files.BytesOf(blob.Address, blob.ETag));
                return new BlobOutcome(null, rejection);
            }

            var note = new BlobNote(blob.ContentType, blob.Length, blob.ETag, blob.WrittenAt);
            var draft = $"{_files.NoteOf(blob.Address)}.{blob.ETag}";
            using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(note, ShopJson.Stored));
            await WriteAsync(draft, text, cancellation);
            File.Move(draft, _files.NoteOf(blob.Address), overwrite: true);
            if (before is not null)
            {
                File.Delete(_files.BytesOf(before.Address, before.ETag));
            }

            return new BlobOutcome(blob, null);
        }
        finally
        {
            _gate.Release();
        }
    }

    // Asked before a byte is read, and again when they all are there.
    private async Task<BlobRejection?> RejectionAsync(
        BlobAddress address, BlobTerms terms, CancellationToken cancellation) =>
        Judge(await FindAsync(address, cancellation), terms);

    private static BlobRejection? Judge(StoredBlob? before, BlobTerms terms) =>
        terms.OnlyNew && before is not null ? BlobRejection.Exists
        : terms.IfMatch is { } expected && before?.ETag != expected ? BlobRejection.Changed
        : null;

    private static StoredBlob ReadNote(BlobAddress address, byte[] utf8)
    {
        var note = JsonSerializer.Deserialize<BlobNote>(utf8, ShopJson.Stored)!;
        return new StoredBlob(address, note.ContentType, note.Length, note.ETag, note.WrittenAt);
    }

    private SignedUrl Signed(
        string purpose, string method, BlobAddress address, BlobTerms terms, TimeSpan lifetime,
        Dictionary<string, string> headers)
    {
        var expires = SignedUrl.ExpiryAfter(lifetime, clock);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{address}|{expires.ToUnixTimeMilliseconds()}|{terms.MaxBytes}|{terms.ContentType}");
        return new SignedUrl(
            new Uri($"{HttpFunctions.RoutePrefix}blobs/{signer.Sign(purpose, text)}", UriKind.Relative),
            method, headers, expires);
    }

    private (BlobAddress Address, BlobTerms Terms)? Granted(string purpose, string token)
    {
        if (signer.Open(purpose, token)?.Split('|', 4) is not [var place, var expires, var most, var type]
            || long.Parse(expires, CultureInfo.InvariantCulture) <= clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            return null;
        }

        var parts = place.Split('/', 2);
        return (
            new BlobAddress(parts[0], parts[1]),
            new BlobTerms(type, long.Parse(most, CultureInfo.InvariantCulture)) { OnlyNew = true });
    }
}
