using Microsoft.AspNetCore.Http.Features;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Says in the description of the API that a function takes a body of <c>text/csv</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesCsvAttribute : Attribute;

/// <summary>Reads files that callers send as they are.</summary>
public static class CsvReading
{
    public const string ContentType = "text/csv";

    /// <summary>The bytes of the body; what is in them is not looked at. More bytes than allowed end the request with
    /// 413.</summary>
    /// <param name="request">Of type <c>text/csv</c>, with or without a charset.</param>
    /// <param name="most">Bytes.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns><c>request.not-csv</c> for another type.</returns>
    public static async Task<Result<byte[]>> ReadCsvAsync(
        this HttpRequest request, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentType?.Split(';')[0].Trim().Equals(ContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new Refusal(RefusalKind.UnsupportedMedia, "request.not-csv", "Send the file as text/csv.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }
}
