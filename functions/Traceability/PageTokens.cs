using System.Globalization;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Traceability;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Traceability;

/// <summary>Signed places in lists, in the parameters that EPCIS has for them.</summary>
/// <remarks>EPCIS 2.0, section 12.5 (pagination): the link is absent from the last page.</remarks>
public sealed class PageTokens(Signer signer)
{
    public const string Token = "nextPageToken";
    private const string Size = "perPage";

    /// <returns>The place; null for the first page.</returns>
    public Result<string?> Read(HttpRequest request, string list)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Query[Token].ToString();
        return text.Length == 0 ? (Result<string?>)(string?)null
            : signer.Open(Purpose(list), text) is { } place ? place
            : Refusal.Malformed(
                "epcis.bad-page-token", "/" + Token, "The token is not of this list; begin again without one.");
    }

    /// <summary>Links to the next page, if there is one.</summary>
    public void Link(HttpRequest request, string list, string? place)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (place is null)
        {
            return;
        }

        var query = request.Query
            .Where(part => part.Key != Token)
            .SelectMany(part => part.Value.Select(value => KeyValuePair.Create(part.Key, value)))
            .Append(KeyValuePair.Create(Token, (string?)signer.Sign(Purpose(list), place)));
        request.HttpContext.Response.Headers.Link = $"<{request.Path}{QueryString.Create(query)}>; rel=\"next\"";
    }

    public static Result<int> ReadSize(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Query[Size].ToString();
        return text.Length == 0 ? EventQuery.UsualPage
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                && size is >= 1 and <= EventQuery.LargestPage ? size
            : Refusal.Malformed(
                "epcis.bad-parameter", "/" + Size, $"A whole number from 1 to {EventQuery.LargestPage}.");
    }

    private static string Purpose(string list) => "page|" + list;
}
