using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Turns an event of somebody else's into what the ledger has to book: one fact for each deed and
/// article.</summary>
/// <param name="catalogue">Knows articles by their GTINs.</param>
/// <param name="locations">Knows our places by their GLNs.</param>
public sealed class StockFacts(Catalogue catalogue, Locations locations)
{
    private const int MostPieces = 1_000_000;

    // Pieces, in the words of UN/CEFACT Recommendation 20.
    private static readonly string[] Pieces = ["EA", "H87", "C62", "PCE"];

    /// <summary>Where the event took place, of ours; null when it took place elsewhere.</summary>
    public Location? PlaceOf(EpcisEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Find(happened.BizLocation) ?? (happened.BizLocation is null ? Find(happened.ReadPoint) : null);
    }

    /// <summary>What the event did to our stock; empty when it did nothing to it. Things that are not of our catalogue,
    /// parts of pieces and weights are left out.</summary>
    public IReadOnlyList<StockFact> Of(EpcisEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        // Goods on their way have left: the place is where they were seen last.
        var place = PlaceOf(happened) ?? Find(happened.ReadPoint);
        var meaning = place is null ? null : StockMeaning.Of(
            happened, IsOther(happened.Sources, place), IsOther(happened.Destinations, place));
        if (meaning is null)
        {
            return [];
        }

        var document = happened.BizTransactions.Select(paper => paper.Name).FirstOrDefault();
        return
        [
            .. from deed in meaning.Deeds
               from amount in Amounts(happened, deed)
               where amount.Quantity > 0 || deed == StockDeed.Count
               select new StockFact(
                   deed, place!.Id, amount.Sku, amount.Quantity, document,
                   deed == StockDeed.Adjust ? meaning.Reason : null),
        ];
    }

    // Printing uses up the blank that goes in; what comes out of it was never on a shelf.
    private IEnumerable<(Sku Sku, int Quantity)> Amounts(EpcisEvent happened, StockDeed deed)
    {
        var (epcs, quantities) = happened.Type == EventType.TransformationEvent
            ? (happened.InputEpcs, happened.InputQuantities)
            : deed == StockDeed.Print ? ([], [])
            : (happened.Epcs, happened.Quantities);
        var single = epcs.Distinct(StringComparer.Ordinal).Select(epc => (SkuOf(epc), Quantity: 1m));
        var counted = quantities
            .Where(amount => amount.Quantity is not null && (amount.Unit is null || Pieces.Contains(amount.Unit)))
            .Select(amount => (SkuOf(amount.EpcClass), Quantity: amount.Quantity!.Value));
        return single.Concat(counted)
            .Where(amount => amount.Item1 is not null)
            .GroupBy(amount => amount.Item1!.Value, amount => amount.Quantity)
            .Select(article => (article.Key, Total: article.Sum()))
            .Where(article => decimal.IsInteger(article.Total) && article.Total <= MostPieces)
            .Select(article => (article.Key, decimal.ToInt32(article.Total)));
    }

    private Sku? SkuOf(string name) => EpcUri.GtinOf(name) is { } gtin ? catalogue.Find(gtin) : null;

    private bool IsOther(IEnumerable<TypedName> parties, Location place) => parties.Any(party =>
        party.Type == "location" && Find(party.Name) is { } other && other.Id != place.Id);

    private Location? Find(string? name) =>
        EpcUri.GlnOf(name) is { } gln ? locations.All.FirstOrDefault(location => location.Gln == gln) : null;
}
