using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Onboarding;

/// <summary>The stock book of a shop that named its articles as it liked.</summary>
public sealed class LegacyBook
{
    private readonly List<(string Sku, string Gtin)> _articles = [];
    private readonly Dictionary<string, int> _pieces = [];

    /// <summary>What the book has of each article.</summary>
    public IReadOnlyDictionary<string, int> Pieces => _pieces;

    public string this[int number] => _articles[number].Sku;

    /// <summary>More articles than one step of a cut-over books.</summary>
    public static async Task<LegacyBook> WriteAsync(RunningShop shop)
    {
        const int Articles = 70;
        var book = new LegacyBook();
        var page = (await shop.Client.GetAsync("/api/products?limit=12&sort=newest")).Expect(200);
        foreach (var product in page.Items())
        {
            var detail = (await shop.Client.GetAsync($"/api/products/{product.Required("slug")}")).Expect(200);
            foreach (var variant in detail.Items("variants").Take(Articles - book._articles.Count))
            {
                book._articles.Add((variant.Required("sku"), variant.Required("gtin")));
                book._pieces[variant.Required("sku")] = 1 + (book._articles.Count % 9);
            }
        }

        Assert.Equal(Articles, book._articles.Count);
        return book;
    }

    public void Set(string sku, int pieces) => _pieces[sku] = pieces;

    /// <summary>The book as an old till exports it: in Windows' letters, with decimals, a row twice, one below zero,
    /// one of unknown name and one of half a piece.</summary>
    public byte[] Export()
    {
        var text = new StringBuilder("Bestandsliste München\r\n\r\nArtikel-Nr.;EAN;Größe;Bestand\r\n");
        for (var number = 0; number < _articles.Count; number++)
        {
            var (sku, gtin) = _articles[number];
            var (article, code) = (number % 3) switch
            {
                0 => (sku, ""),
                1 => (sku.ToLowerInvariant().Replace('-', ' '), ""),
                _ => ("", gtin),
            };
            text.Append(CultureInfo.InvariantCulture, $"{article};{code};;{_pieces[sku]},0\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{this[0]};;;{_pieces[this[0]]},0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"{this[3]};;;-2,0\r\n");
        text.Append("Altes Hemd für Größe M;;M;4,0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"{this[6]};;;0,5\r\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>What the ledger has of each article of the book at a location.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LedgerAsync(Staff staff, string location)
    {
        var ledger = new Dictionary<string, int>();
        foreach (var (sku, _) in _articles)
        {
            var shelf = (await staff.StockAsync(sku)).Shelves.FirstOrDefault(shelf => shelf.Location == location);
            ledger[sku] = shelf?.OnHand ?? 0;
        }

        return ledger;
    }

    /// <summary>A shop sells over the counter, by its scanner.</summary>
    public static JsonObject Sale(string sku, int pieces, string at, string location) => new()
    {
        ["eventId"] = Unique.Key(),
        ["type"] = "sale",
        ["occurredAt"] = at,
        ["location"] = location,
        ["code"] = sku,
        ["quantity"] = pieces,
    };
}
