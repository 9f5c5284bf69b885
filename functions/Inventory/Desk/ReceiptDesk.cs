using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Inventory.Desk;

/// <summary>Goods that suppliers announce, against a purchase order. They are incoming until scanners receive them,
/// piece by piece or by the labels of the parcels.</summary>
public sealed class ReceiptDesk(PaperDesk desk, PaperViews views, DeskReading reading)
{
    private const int MaxParcels = 60;

    /// <summary>Announces goods for a location.</summary>
    [Function("AnnounceReceipt")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [Consumes(typeof(ReceiptBody), "application/json")]
    [ProducesResponseType<ReceiptView>(201)]
    public async Task<IResult> AnnounceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "receipts")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await request.ReadAsync<ReceiptBody>(cancellation);
        var written = await body.Then(Check).ThenAsync(
            draft => desk.WriteAsync(request, body.Value, draft, cancellation));
        return await PaperDesk.CreatedAsync("receipts", written, views.ReceiptAsync, cancellation);
    }

    /// <summary>A receipt: what was announced, and what has come of it.</summary>
    [Function("ShowReceipt")]
    [Authorize(Policy = Access.Floor)]
    [ProducesResponseType<ReceiptView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "receipts/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.FindAsync(request, DeskForm.Receipt, id, cancellation), views.ReceiptAsync, cancellation);

    /// <summary>Receipts of a location, or all.</summary>
    [Function("ListReceipts")]
    [Authorize(Policy = Access.Staff)]
    [ProducesResponseType<PaperListView<ReceiptView>>(200)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "receipts")] HttpRequest request,
        [FromQuery] string? location, [FromQuery] string? status, [FromQuery] string? limit,
        [FromQuery] string? cursor,
        CancellationToken cancellation) =>
        desk.ListAsync(request, DeskForm.Receipt, views.ReceiptAsync, view => view.Status, cancellation);

    /// <summary>Ends a receipt: what has not come is expected no longer, and flagged.</summary>
    [Function("CloseReceipt")]
    [Authorize(Policy = Access.Stock)]
    [IdempotencyKey]
    [ProducesResponseType<ReceiptView>(200)]
    public async Task<IResult> CloseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "receipts/{id}/closing")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await PaperDesk.AnswerAsync(
            await desk.CloseAsync(request, DeskForm.Receipt, id, cancellation), views.ReceiptAsync, cancellation);

    private Result<DeskPaper> Check(ReceiptBody body)
    {
        var location = reading.Place(body.Location, "/location");
        var parcels = location
            .Then(_ => DeskReading.Name(body.PurchaseOrder, "/purchaseOrder"))
            .Then(_ => DeskReading.Name(body.Supplier, "/supplier"))
            .Then(_ => Parcels(body.Parcels));
        return parcels.Then(known => Sum(known).Then(lines => (Result<DeskPaper>)new DeskPaper(
            "", DeskForm.Receipt, location.Value, lines, "", default, DeskStage.Opening)
        {
            Announcement = new Announcement(
                body.PurchaseOrder, body.Supplier, body.ExpectedOn, body.Inspected, known),
        }));
    }

    private Result<IReadOnlyList<AnnouncedParcel>> Parcels(IReadOnlyList<ParcelBody> bodies)
    {
        if (bodies.Count is 0 or > MaxParcels)
        {
            return Refusal.Invalid("receipt.bad-parcels", "/parcels", $"1 to {MaxParcels} parcels.");
        }

        var parcels = new List<AnnouncedParcel>();
        foreach (var (index, body) in bodies.Index())
        {
            var lines = reading.Lines(body.Lines, $"/parcels/{index}/lines");
            if (lines.IsRefused)
            {
                return lines.Refusal!;
            }

            if (body.Sscc is { } label && (label.Length != 18 || !CheckDigit.IsValid(label)
                || parcels.Any(parcel => parcel.Sscc == label)))
            {
                return Refusal.Invalid(
                    "receipt.bad-sscc", $"/parcels/{index}/sscc",
                    "An SSCC has 18 digits with a right check digit, and stands on one parcel.");
            }

            parcels.Add(new AnnouncedParcel(body.Sscc, lines.Value));
        }

        return parcels;
    }

    // The books expect each SKU once, however many parcels hold it.
    private static Result<IReadOnlyList<DeskLine>> Sum(IReadOnlyList<AnnouncedParcel> parcels)
    {
        var lines = parcels.SelectMany(parcel => parcel.Lines)
            .GroupBy(line => line.Sku, (sku, same) => new DeskLine(sku, same.Sum(line => line.Quantity)))
            .ToList();
        return lines.Count <= DeskReading.MaxLines
            ? lines
            : Refusal.Invalid(
                "stock.bad-lines", "/parcels", $"A receipt holds {DeskReading.MaxLines} articles at most.");
    }

    /// <param name="ExpectedOn">Day at the location.</param>
    /// <param name="Inspected">Whether what comes is held until it was inspected.</param>
    public sealed record ReceiptBody(
        string Location, string PurchaseOrder, string Supplier, DateOnly ExpectedOn, IReadOnlyList<ParcelBody> Parcels,
        bool Inspected = false);

    /// <param name="Sscc">18 digits; none when the supplier named none.</param>
    public sealed record ParcelBody(IReadOnlyList<DeskLineBody> Lines, string? Sscc = null);
}
