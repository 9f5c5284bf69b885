using System.Text;
using System.Text.Json;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Traceability;

/// <summary>What all EPCIS addresses have in common: versions, formats and limits in headers, bodies in
/// JSON-LD.</summary>
/// <remarks>EPCIS 2.0, section 12.4 (headers of the REST binding).</remarks>
public static class EpcisRequest
{
    public const int MaxEvents = 500;
    public const int MaxBytes = 1024 * 1024;
    private const string TooLarge = "epcis.too-large";
    private const int MaxStored = 1_200_000;
    private const string Version = "2.0.0";
    private const string Format = "GS1-EPC-Format";

    // Deep enough for any extension; the store refuses what is deeper.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 24 };

    /// <summary>Writes our versions, and refuses a request that demands others.</summary>
    /// <returns>The refusal with status 406; null when the request can be answered.</returns>
    public static IResult? Refused(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.HttpContext.Response.Headers;
        headers["GS1-EPCIS-Version"] = Version;
        headers["GS1-CBV-Version"] = Version;
        headers[Format] = request.WantsLinks() ? "Always_GS1_Digital_Link" : "No_Preference";
        headers.CacheControl = "no-store";
        var fault = Demand(request, "GS1-EPCIS-Version", IsOurs)
            ?? Demand(request, "GS1-CBV-Version", IsOurs)
            ?? Demand(request, "GS1-EPCIS-Min", static least => string.CompareOrdinal(least, "2.0.0") <= 0)
            ?? Demand(request, "GS1-EPCIS-Max", static most => string.CompareOrdinal(most, "2") >= 0)
            ?? Demand(
                request, Format,
                static format => format is "No_Preference" or "Never_Translates" or "Always_GS1_Digital_Link");
        return fault is null ? null : new ProblemResult(StatusCodes.Status406NotAcceptable, fault);
    }

    /// <summary>Whether GS1 keys are to be answered as Digital Links, whatever they came as.</summary>
    public static bool WantsLinks(this HttpRequest request) => request.Headers[Format] == "Always_GS1_Digital_Link";

    /// <summary>Tells how much may be sent at a time.</summary>
    public static void TellLimits(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.HttpContext.Response.Headers;
        headers["GS1-EPCIS-Capture-Limit"] = MaxEvents.ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers["GS1-EPCIS-Capture-File-Size-Limit"] =
            MaxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a body of JSON or JSON-LD, as it is.</summary>
    public static async Task<Result<JsonElement>> ReadJsonAsync(
        this HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var type = request.ContentType?.Split(';')[0].Trim();
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/ld+json", StringComparison.OrdinalIgnoreCase)))
        {
            return new Refusal(
                RefusalKind.UnsupportedMedia, "epcis.not-json",
                "Send the body as application/json or application/ld+json.");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, cancellation);
            var root = document.RootElement.Clone();

            return StoredSizeOf(root.GetRawText()) <= MaxStored
                ? root
                : new Refusal(RefusalKind.Invalid, TooLarge, $"Written out, a body holds {MaxStored} bytes at most.");
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new Refusal(RefusalKind.Invalid, TooLarge, $"A body holds {MaxBytes} bytes at most.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Refusal.Malformed(
                "epcis.unreadable", string.Empty,
                "The body is not valid JSON, names a member twice, or is nested too deeply.");
        }
    }

    // Stored, a character beyond the basic plane is two escapes of six bytes, three times its room.
    private static int StoredSizeOf(string json) =>
        Encoding.UTF8.GetByteCount(json) + (8 * json.Count(char.IsHighSurrogate));

    /// <summary>Problem details for a body that was not taken in.</summary>
    public static IResult ToAnswer(this Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Code == TooLarge
            ? new ProblemResult(StatusCodes.Status413PayloadTooLarge, refusal)
            : refusal.ToProblem();
    }

    /// <summary>The location that a device is bound to; null for a person.</summary>
    public static LocationId? BoundTo(this HttpRequest request) =>
        LocationId.TryParse(request.HttpContext.User.FindFirst(Access.LocationClaim)?.Value, out var location)
            ? location
            : null;

    private static Refusal? Demand(HttpRequest request, string header, Func<string, bool> isMet) =>
        request.Headers[header] is not [var value] || value is null || isMet(value)
            ? null
            : new Refusal(
                RefusalKind.Invalid, "epcis.not-acceptable",
                $"{header} asks for what this shop does not have. It speaks EPCIS and CBV 2.0, and gives GS1 keys as "
                + "they came or as Digital Links: an EPC URN would need the length of a company prefix.");

    private static bool IsOurs(string version) => version.StartsWith("2.0", StringComparison.Ordinal);
}
