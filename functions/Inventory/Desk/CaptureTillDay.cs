using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Takes in what a shop's tills sold in a day. Accepted means on disk; a line of a receipt counts once,
/// however often the file is sent, so it needs no Idempotency-Key.</summary>
public sealed class CaptureTillDay(TillReading reading, TillStore store)
{
    private const int MaxBytes = 5 * 1024 * 1024;
    private const string Csv = "text/csv";
    private static readonly UTF8Encoding Strict = new(false, true);

    [Function(nameof(CaptureTillDay))]
    [Authorize(Policy = Access.Stock)]
    [RequestSizeLimit(MaxBytes)]
    [ProducesResponseType<TillDayView>(202)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "till-days")] HttpRequest request,
        CancellationToken cancellation)
    {
        var text = await ReadTextAsync(request, cancellation);
        var day = text.Then(known => reading.Read(known, $"till:{request.HttpContext.User.Identity?.Name}"));
        if (day.IsRefused)
        {
            return day.Refusal!.ToProblem();
        }

        var stored = await store.CaptureAsync(day.Value.Events, cancellation);
        return TypedResults.Json(
            new TillDayView(stored, day.Value.Events.Count - stored, day.Value.Rejected),
            Platform.Json.ShopJson.Stored, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Result<string>> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(type, Csv, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(RefusalKind.UnsupportedMedia, "request.not-csv", $"Send the file as {Csv}, in UTF-8.");
        }

        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellation);
        try
        {
            return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Refusal.Malformed("request.unreadable", string.Empty, "The file is not UTF-8.");
        }
    }

    /// <param name="Accepted">Lines that were new, now on disk.</param>
    /// <param name="Duplicates">Lines that were known already; nothing happens twice.</param>
    public sealed record TillDayView(int Accepted, int Duplicates, IReadOnlyList<RejectedRow> Rejected);
}
