using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>What the stock desk writes down before the floor does it.</summary>
public enum DeskForm
{
    Transfer,
    Receipt,
    Count,
}

/// <summary>How far the desk has come with a paper; what the floor has done of it is in the books of each
/// SKU.</summary>
public enum DeskStage
{
    /// <summary>Written; not all of its SKUs know of it yet.</summary>
    Opening,

    Open,

    /// <summary>Closed by the desk; not all of its SKUs know of it yet.</summary>
    Closing,

    Closed,
}

/// <summary>One SKU of a paper.</summary>
/// <param name="Quantity">Pieces asked for or announced; none for a count, and none where the floor reported a SKU that
/// nobody had asked for.</param>
public sealed record DeskLine(Sku Sku, int Quantity);

/// <summary>A parcel that a supplier announced.</summary>
/// <param name="Sscc">Serial Shipping Container Code, 18 digits; null when the supplier named none.</param>
public sealed record AnnouncedParcel(string? Sscc, IReadOnlyList<DeskLine> Lines);

/// <summary>What a supplier said of goods to come.</summary>
/// <param name="ExpectedOn">Day at the location.</param>
/// <param name="IsInspected">Whether what comes is held until it was inspected.</param>
public sealed record Announcement(
    string PurchaseOrder, string Supplier, DateOnly ExpectedOn, bool IsInspected,
    IReadOnlyList<AnnouncedParcel> Parcels);

/// <summary>The head of a transfer, a receipt or a count. It says what was wished; how many pieces were sent, received
/// or counted is read from the books of each SKU, so that nothing must be kept in step.</summary>
/// <param name="Id">Names its location too, so that a scanner's task finds it: <c>trf_….WH1</c>.</param>
/// <param name="Location">Where it is kept: the sender of a transfer.</param>
/// <param name="Lines">Each SKU once.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="At">UTC.</param>
public sealed record DeskPaper(
    string Id, DeskForm Form, LocationId Location, IReadOnlyList<DeskLine> Lines, string By, DateTimeOffset At,
    DeskStage Stage)
{
    /// <summary>Where a transfer goes; null for other papers.</summary>
    public LocationId? To { get; init; }

    public string? Note { get; init; }

    /// <summary>What a receipt is about; null for other papers.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>Names the last closing, so that each is booked once; null until there is one.</summary>
    public string? Closing { get; init; }

    /// <summary>Who closed it last.</summary>
    public string? ClosedBy { get; init; }

    public bool IsClosed => Stage is DeskStage.Closing or DeskStage.Closed;

    /// <summary>The id of a paper: a sortable id and its location.</summary>
    public static string IdOf(string sortable, LocationId location) => $"{sortable}.{location}";

    /// <summary>The prefix of the ids of a form, with its underscore.</summary>
    public static string PrefixOf(DeskForm form) => form switch
    {
        DeskForm.Transfer => "trf_",
        DeskForm.Receipt => "rcp_",
        _ => "cnt_",
    };

    /// <summary>The location that an id names; null when it is not the id of such a paper.</summary>
    public static LocationId? LocationOf(DeskForm form, string? id) =>
        id?.Split('.') is [var head, var tail]
            && SortableId.IsValid(head, PrefixOf(form))
            && LocationId.TryParse(tail, out var location)
            ? location
            : null;

    /// <summary>The form and the location of any paper's id; null when it is not one.</summary>
    public static (DeskForm Form, LocationId Location)? PlaceOf(string? id)
    {
        foreach (var form in Enum.GetValues<DeskForm>())
        {
            if (LocationOf(form, id) is { } location)
            {
                return (form, location);
            }
        }

        return null;
    }

    /// <summary>The paper with these SKUs among its lines: what the floor reported without being asked is listed
    /// too.</summary>
    public DeskPaper Listing(IEnumerable<Sku> skus) => this with
    {
        Lines =
        [
            .. Lines,
            .. skus.Distinct().Except(Lines.Select(line => line.Sku)).Select(sku => new DeskLine(sku, 0)),
        ],
    };
}
