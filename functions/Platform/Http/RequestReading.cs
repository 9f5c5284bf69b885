using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Reads what callers send. A bad request is a refusal, never an exception.</summary>
public static partial class RequestReading
{
    public const int MaxPage = 100;

    /// <summary>Reads the JSON body strictly: unknown, repeated,
    /// missing and mistyped members are refused with a pointer.</summary>
    public static async Task<Result<T>> ReadAsync<T>(this HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return new Refusal(RefusalKind.UnsupportedMedia, "request.not-json", "Send the body as application/json.");
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(request.Body, ShopJson.Received, cancellation);
            return body is null
                ? Refusal.Malformed("request.null-body", string.Empty, "The body is null; an object is expected.")
                : body;
        }
        catch (JsonException fault)
        {
            return Refusal.Malformed("request.unreadable", PointerTo(fault.Path), Explain(fault));
        }
        catch (Exception fault) when (fault is DecoderFallbackException or InvalidOperationException or FormatException)
        {
            // Lone surrogate escapes are valid JSON syntax, but no text that could be stored.
            return Refusal.Malformed("request.unreadable", string.Empty, "The body holds text that is not Unicode.");
        }
    }

    /// <summary>The page size asked for; <paramref name="usual"/> when none is.</summary>
    public static Result<int> ReadLimit(this HttpRequest request, int usual)
    {
        var text = request.Query["limit"].ToString();
        return text.Length == 0 ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit is >= 1 and <= MaxPage ? limit
            : new Refusal(
                RefusalKind.Malformed, "request.bad-limit", $"The limit is a whole number from 1 to {MaxPage}.");
    }

    /// <summary>The Idempotency-Key header: a structured-field string,
    /// or the bare text that many clients send.</summary>
    /// <remarks>Source: IETF draft-ietf-httpapi-idempotency-key-header-06.</remarks>
    public static Result<string> ReadIdempotencyKey(this HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        var text = values.Count == 1 ? values[0]!.Trim() : string.Empty;
        if (text is ['"', .., '"'])
        {
            text = text[1..^1];
        }

        return values.Count == 0
            ? new Refusal(
                RefusalKind.Malformed,
                "idempotency.key-required",
                "Send an Idempotency-Key header: one key an attempt.")
            : text.Length is > 0 and <= 200 && text.All(static c => c is >= ' ' and <= '~' and not '"' and not '\\')
                ? text
                : new Refusal(
                    RefusalKind.Malformed, "idempotency.bad-key", "The key is 1 to 200 printable ASCII characters.");
    }

    /// <summary>Turns the serializer's path into a JSON Pointer (RFC 6901): <c>$.lines[0].sku</c> to
    /// <c>/lines/0/sku</c>.</summary>
    public static string PointerTo(string? path) => string.Concat(
        PathParts().Matches(
            path is null ? string.Empty : path[1..]).Select(static match => "/" + match.Groups["name"].Value
            .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    // Names with special characters come as ['the name'], positions as [0], other names as .name.
    [GeneratedRegex(
        @"\G(\['(?<name>.*?)'\](?=$|[.[])|\[(?<name>\d+)\]|\.(?<name>[^.[]*))",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex PathParts();

    // The serializer's own text names our types; the caller is told what is wrong, not how we are built.
    private static string Explain(JsonException fault) =>
        fault.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such member."
        : fault.Message.Contains("missing required", StringComparison.Ordinal) ? "A required member is missing."
        : fault.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) ? "A member is given twice."
        : fault.Message.StartsWith("Not ", StringComparison.Ordinal) ? fault.Message.Split(". Path")[0]
        : fault.Message.Contains("could not be converted", StringComparison.Ordinal) ? "The value has a wrong type."
        : "The body is not valid JSON.";
}
