using System.Text.RegularExpressions;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>The versions at which a caller wants a thing changed (RFC 9110 §13.1.1).</summary>
/// <param name="tags">Without their quotes; null for any version.</param>
public sealed partial class IfMatch(IReadOnlyList<string>? tags)
{
    /// <summary>Whether the caller takes the thing as it is.</summary>
    public bool IsAny => tags is null;

    /// <summary>Reads the If-Match header; 428 when there is none (RFC 6585 §3). Weak tags match nothing.</summary>
    public static Result<IfMatch> Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Headers.IfMatch.ToString().Trim();
        return text.Length == 0
                ? new Refusal(
                    RefusalKind.Unconditional, "request.if-match-required",
                    "Send an If-Match header with the ETag that you saw.")
            : text == "*" ? new IfMatch(null)
            : new IfMatch([.. Tags().Matches(text).Select(static match => match.Groups["tag"].Value)]);
    }

    public bool Fits(string etag) => tags is null || tags.Contains(etag);

    [GeneratedRegex("(?<!W/)\"(?<tag>[^\"]*)\"(?=\\s*(,|$))", RegexOptions.ExplicitCapture)]
    private static partial Regex Tags();
}
