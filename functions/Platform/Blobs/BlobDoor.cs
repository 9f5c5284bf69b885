using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>Where signed addresses of the embedded home lead: the token in the address says what may be done, by
/// whoever has it. On Azure the storage account is such a door.</summary>
[EmbeddedOnly]
public sealed class BlobDoor(FolderBlobs blobs)
{
    private static readonly Refusal BadToken = new(
        RefusalKind.Forbidden, "blob.bad-address", "This address was not given out for this, or its time is over.");

    /// <summary>Takes one new blob, of the type and up to the size that its address was given out for.</summary>
    [Function("UploadBlob")]
    [AllowAnonymous]
    [ProducesResponseType(201)]
    public async Task<IResult> UploadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "blobs/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellation)
    {
        if (blobs.OpenUpload(token) is not { } granted)
        {
            return BadToken.ToProblem();
        }

        if (!string.Equals(request.ContentType, granted.Terms.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(
                RefusalKind.UnsupportedMedia, "blob.other-type", $"Send it as {granted.Terms.ContentType}.")
                .ToProblem();
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = granted.Terms.MaxBytes;
        }

        var outcome = await blobs.PutAsync(granted.Address, request.Body, granted.Terms, cancellation);
        if (outcome.Blob is { } blob)
        {
            request.HttpContext.Response.Headers.ETag = $"\"{blob.ETag}\"";
            return TypedResults.StatusCode(StatusCodes.Status201Created);
        }

        return outcome.Rejection == BlobRejection.TooLarge
            ? new ProblemResult(StatusCodes.Status413PayloadTooLarge, new Refusal(
                RefusalKind.Invalid, "blob.too-large", $"This address takes {granted.Terms.MaxBytes} bytes."))
            : new Refusal(RefusalKind.Conflict, "blob.exists", "A blob was sent here already.")
                .ToProblem();
    }

    /// <summary>Hands out one blob. A browser that trusts the shop must not run what strangers uploaded.</summary>
    [Function("DownloadBlob")]
    [AllowAnonymous]
    [ProducesResponseType(200)]
    public async Task<IResult> DownloadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "blobs/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellation)
    {
        if (blobs.OpenDownload(token) is not { } address)
        {
            return BadToken.ToProblem();
        }

        if (await blobs.OpenAsync(address, cancellation) is not { } open)
        {
            return Refusal.NotFound("blob.not-found", "There is nothing at this address any more.").ToProblem();
        }

        var headers = request.HttpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(
            open.Content, open.Blob.ContentType, lastModified: open.Blob.WrittenAt,
            entityTag: new EntityTagHeaderValue($"\"{open.Blob.ETag}\""), enableRangeProcessing: true);
    }
}
