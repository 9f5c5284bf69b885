using System.Globalization;
using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Turns an event of somebody else's into what the ledger has to book: one event for each deed and
/// article.</summary>
/// <param name="catalogue">Knows articles by their GTINs.</param>
/// <param name="locations">Knows our places by their GLNs.</param>
public sealed class StockFacts(Catalogue catalogue, Locations locations)
{
    private const int MostPieces = 10_000;
    private const int LongestPaper = 64;

    // Pieces, in the words of UN/CEFACT Recommendation 20.
    private static readonly string[] Pieces = ["EA", "H87", "C62", "PCE"];

    /// <summary>Where the event took place, of ours; null when it took place elsewhere.</summary>
    public Location? PlaceOf(EpcisEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened.BizLocation is null ? Find(happened.ReadPoint) : Find(happened.BizLocation);
    }

    /// <summary>What the event did to our stock; empty when it did nothing to it. Things that are not of our catalogue,
    /// parts of pieces and weights are left out.</summary>
    /// <param name="happened">What somebody told.</param>
    /// <param name="id">Names the event in the books.</param>
    /// <param name="teller">Who told it.</param>
    /// <param name="takenIn">When it was taken in; nothing happens after that.</param>
    public IReadOnlyList<StockEvent> Of(EpcisEvent happened, string id, string teller, DateTimeOffset takenIn)
    {
        ArgumentNullException.ThrowIfNull(happened);

        // What has left a place is said to be nowhere: then it was where it was seen last.
        var place = PlaceOf(happened) ?? Find(happened.ReadPoint);
        var meaning = place is null ? null : StockMeaning.Of(
            happened, IsOther(happened.Sources, place), IsOther(happened.Destinations, place));
        if (meaning is null)
        {
            return [];
        }

        var at = happened.EventTime < takenIn ? happened.EventTime.ToUniversalTime() : takenIn;
        return
        [
            .. from kind in meaning.Deeds
               from amount in Amounts(happened, kind)
               where amount.Quantity > 0 || kind == StockEventKind.Count
               select new StockEvent($"{id}-{Word(kind)}", kind, place!.Id, amount.Sku, amount.Quantity, at, teller)
               {
                   Paper = PaperOf(happened, kind),
                   Reason = kind == StockEventKind.Adjust ? meaning.Reason : null,
               },
        ];
    }

    // Printing uses up the blank that goes in; what comes out of it was never on a shelf.
    private IEnumerable<(Sku Sku, int Quantity)> Amounts(EpcisEvent happened, StockEventKind kind)
    {
        var (epcs, quantities) = happened.Type == EventType.TransformationEvent
            ? (happened.InputEpcs, happened.InputQuantities)
            : kind == StockEventKind.Print ? ([], [])
            : (happened.Epcs, happened.Quantities);
        var single = epcs.Distinct(StringComparer.Ordinal).Select(epc => (Article: SkuOf(epc), Quantity: 1m));
        var counted = quantities
            .Where(amount => amount.Quantity is not null && (amount.Unit is null || Pieces.Contains(amount.Unit)))
            .Select(amount => (Article: SkuOf(amount.EpcClass), Quantity: amount.Quantity!.Value));
        return single.Concat(counted)
            .Where(amount => amount.Article is not null)
            .GroupBy(amount => amount.Article!.Value, amount => amount.Quantity)
            .Select(article => (article.Key, Total: article.Sum()))
            .Where(article => decimal.IsInteger(article.Total) && article.Total <= MostPieces)
            .Select(article => (article.Key, decimal.ToInt32(article.Total)));
    }

    // Only papers of ours: a supplier's own numbers mean nothing to the ledger.
    private static string? PaperOf(EpcisEvent happened, StockEventKind kind) =>
        kind is StockEventKind.Receive or StockEventKind.TransferOut or StockEventKind.TransferIn
            ? happened.BizTransactions
                .Where(paper => paper.Name.StartsWith(ScanEvents.Papers, StringComparison.Ordinal))
                .Select(paper => paper.Name[ScanEvents.Papers.Length..])
                .FirstOrDefault(static id => id.Length is > 0 and <= LongestPaper
                    && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            : null;

    private Sku? SkuOf(string name) => EpcUri.GtinOf(name) is { } gtin ? catalogue.Find(gtin) : null;

    private bool IsOther(IEnumerable<TypedName> parties, Location place) => parties.Any(party =>
        party.Type == "location" && Find(party.Name) is { } other && other.Id != place.Id);

    private Location? Find(string? name) =>
        EpcUri.GlnOf(name) is { } gln ? locations.All.FirstOrDefault(location => location.Gln == gln) : null;

    private static string Word(StockEventKind kind) => kind.ToString().ToLower(CultureInfo.InvariantCulture);
}
