using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>Blobs in a storage account. Addresses are signed with the account's key when we have it, otherwise with a
/// key that the account lends to our identity (role Storage Blob Delegator).</summary>
public sealed class AzureBlobs(BlobServiceClient account, TimeProvider clock) : IBlobs, IDisposable
{
    // Clocks differ; an address must be good at once.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private UserDelegationKey? _key;

    public async Task<BlobOutcome> PutAsync(
        BlobAddress address, Stream content, BlobTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        await using var limited = new LimitedStream(content, terms.MaxBytes);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = terms.ContentType },
            Conditions = new BlobRequestConditions
            {
                IfNoneMatch = terms.OnlyNew ? ETag.All : null,
                IfMatch = terms.IfMatch is { } expected ? new ETag(expected) : null,
            },
        };
        try
        {
            var written = await Client(address).UploadAsync(limited, options, cancellation);
            return new BlobOutcome(
                new StoredBlob(
                    address, terms.ContentType, limited.Position, TextOf(written.Value.ETag),
                    written.Value.LastModified),
                null);
        }
        catch (Exception fault) when (IsTooLarge(fault))
        {
            return new BlobOutcome(null, BlobRejection.TooLarge);
        }
        catch (RequestFailedException fault)
            when (fault.Status == 412 || fault.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return new BlobOutcome(null, terms.OnlyNew ? BlobRejection.Exists : BlobRejection.Changed);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Trouble(address.ToString(), fault);
        }
    }

    public async Task<OpenBlob?> OpenAsync(BlobAddress address, CancellationToken cancellation)
    {
        var found = await AskAsync(
            address.ToString(), () => Client(address).DownloadStreamingAsync(cancellationToken: cancellation));
        return found is null ? null : new OpenBlob(
            new StoredBlob(
                address, found.Details.ContentType, found.Details.ContentLength, TextOf(found.Details.ETag),
                found.Details.LastModified),
            found.Content);
    }

    public async Task<StoredBlob?> FindAsync(BlobAddress address, CancellationToken cancellation)
    {
        var found = await AskAsync(
            address.ToString(), () => Client(address).GetPropertiesAsync(cancellationToken: cancellation));
        return found is null ? null : new StoredBlob(
            address, found.ContentType, found.ContentLength, TextOf(found.ETag), found.LastModified);
    }

    public async Task<bool> DeleteAsync(BlobAddress address, CancellationToken cancellation)
    {
        try
        {
            return (await Client(address).DeleteIfExistsAsync(cancellationToken: cancellation)).Value;
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Trouble(address.ToString(), fault);
        }
    }

    public async Task<BlobPage> ListAsync(
        string container, string prefix, int limit, string? continuation, CancellationToken cancellation)
    {
        var pages = account.GetBlobContainerClient(BlobAddress.CheckContainer(container))
            .GetBlobsAsync(prefix: prefix, cancellationToken: cancellation)
            .AsPages(continuation, limit);
        try
        {
            await foreach (var page in pages.WithCancellation(cancellation))
            {
                var next = string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken;
                return new BlobPage([.. page.Values.Select(item => Stored(container, item))], next);
            }
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Trouble(container, fault);
        }

        return new BlobPage([], null);
    }

    public Task<SignedUrl> UploadUrlAsync(
        BlobAddress address, BlobTerms terms, TimeSpan lifetime, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = terms.ContentType,
            ["x-ms-blob-type"] = "BlockBlob",
        };

        // To create is not to overwrite: the address is good for one upload.
        return SignedAsync(address, BlobSasPermissions.Create, "PUT", headers, lifetime, cancellation);
    }

    public Task<SignedUrl> DownloadUrlAsync(BlobAddress address, TimeSpan lifetime, CancellationToken cancellation) =>
        SignedAsync(
            address, BlobSasPermissions.Read, "GET", new Dictionary<string, string>(StringComparer.Ordinal), lifetime,
            cancellation);

    public void Dispose() => _gate.Dispose();

    private BlobClient Client(BlobAddress address) =>
        account.GetBlobContainerClient(address.Container).GetBlobClient(address.Name);

    private async Task<SignedUrl> SignedAsync(
        BlobAddress address, BlobSasPermissions permissions, string method, Dictionary<string, string> headers,
        TimeSpan lifetime, CancellationToken cancellation)
    {
        var client = Client(address);
        var expires = SignedUrl.ExpiryAfter(lifetime, clock);
        var terms = new BlobSasBuilder(permissions, expires)
        {
            BlobContainerName = address.Container,
            BlobName = address.Name,
            Resource = "b",
            StartsOn = clock.GetUtcNow() - Skew,
            Protocol = account.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (client.CanGenerateSasUri)
        {
            return new SignedUrl(client.GenerateSasUri(terms), method, headers, expires);
        }

        var signature = terms.ToSasQueryParameters(await KeyAsync(expires, cancellation), account.AccountName);
        return new SignedUrl(
            new BlobUriBuilder(client.Uri) { Sas = signature }.ToUri(), method, headers, expires);
    }

    private async Task<UserDelegationKey> KeyAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_key is null || _key.SignedExpiresOn < until)
            {
                var now = clock.GetUtcNow();
                _key = await account.GetUserDelegationKeyAsync(
                    now - Skew, now + SignedUrl.MaxLifetime + TimeSpan.FromHours(12), cancellation);
            }

            return _key;
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Trouble("the key for signing", fault);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static StoredBlob Stored(string container, BlobItem item) => new(
        new BlobAddress(container, item.Name), item.Properties.ContentType, item.Properties.ContentLength ?? 0,
        TextOf(item.Properties.ETag ?? default), item.Properties.LastModified ?? default);

    // Headers have it in quotation marks, listings have it without.
    private static string TextOf(ETag etag) => etag.ToString("H");

    private static async Task<T?> AskAsync<T>(string what, Func<Task<Response<T>>> ask)
        where T : class
    {
        try
        {
            return (await ask()).Value;
        }
        catch (RequestFailedException fault) when (fault.Status == 404 && IsMissing(fault))
        {
            return null;
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Trouble(what, fault);
        }
    }

    // An answer to HEAD has no body and names its error in a header only.
    private static bool IsMissing(RequestFailedException fault) =>
        fault.ErrorCode is null || fault.ErrorCode == BlobErrorCode.BlobNotFound;

    private static bool IsTooLarge(Exception fault) => fault is BlobTooLargeException
        || (fault is AggregateException all && all.Flatten().InnerExceptions.Any(IsTooLarge));

    private static bool IsOfTheStore(Exception fault) =>
        fault is RequestFailedException or AggregateException or AuthenticationFailedException;

    private static BlobStoreException Trouble(string what, Exception fault) =>
        new($"The storage account did not serve {what}: {fault.Message}", fault);
}
