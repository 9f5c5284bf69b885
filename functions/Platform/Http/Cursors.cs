using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Opaque, signed places in a list. A cursor is only good for the list that it came from.</summary>
public sealed class Cursors(Signer signer)
{
    /// <param name="list">What is listed and by which filter.</param>
    /// <param name="place">Where the page ended.</param>
    public string Write(string list, string place) => signer.Sign("cursor|" + list, place);

    /// <returns>The place; null for the first page.</returns>
    public Result<string?> Read(HttpRequest request, string list)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Query["cursor"].ToString();
        return text.Length == 0 ? (Result<string?>)(string?)null
            : signer.Open("cursor|" + list, text) is { } place ? place
            : new Refusal(
                RefusalKind.Malformed,
                "request.bad-cursor",
                "The cursor is not of this list; begin again without one.");
    }

    /// <summary>Sets the Link header of the answer, where there is a next page.</summary>
    public static void SetLink(HttpRequest request, string? cursor)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cursor is not null)
        {
            request.HttpContext.Response.Headers.Link = LinkTo(request, cursor);
        }
    }

    /// <summary>The Link header to the next page (RFC 8288): the same address with the new cursor.</summary>
    public static string LinkTo(HttpRequest request, string cursor)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.Query
            .Where(part => part.Key != "cursor")
            .SelectMany(part => part.Value.Select(value => KeyValuePair.Create(part.Key, value)))
            .Append(KeyValuePair.Create("cursor", (string?)cursor));
        return string.Create(
            CultureInfo.InvariantCulture, $"<{request.Path}{QueryString.Create(query)}>; rel=\"next\"");
    }
}
