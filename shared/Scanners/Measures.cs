using System.Globalization;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>The identifiers of weights and sizes: three digits for what is measured, one for the decimal
/// places.</summary>
/// <remarks>GS1 General Specifications, sections 3.6.1 to 3.6.4: six digits, of which the last n are decimal places, in
/// the unit of the identifier. A code has one value of a measure, so the six identifiers of one exclude each other.
/// </remarks>
internal static class Measures
{
    private const int Digits = 6;
    private const int MostDecimals = 5;

    // What is in the article: net weight, sizes and volume that are its price or its amount.
    private static readonly int[] OfArticles =
    [
        .. Enumerable.Range(310, 7), .. Enumerable.Range(320, 10), 350, 351, 352, 356, 357, 360, 361, 364, 365, 366,
    ];

    // Of a parcel or pallet, mostly: its label may show them without the number of the parcel.
    private static readonly int[] OfParcels =
    [
        .. Enumerable.Range(330, 8), .. Enumerable.Range(340, 10), 353, 354, 355, 362, 363, 367, 368, 369,
    ];

    public static IEnumerable<ApplicationIdentifier> Identifiers() =>
        OfArticles.SelectMany(measure => Of(measure, [[ApplicationIdentifiers.Gtin, ApplicationIdentifiers.Inside]]))
            .Concat(OfParcels.SelectMany(measure => Of(measure, [])));

    private static IEnumerable<ApplicationIdentifier> Of(int measure, string[][] needs)
    {
        string[] all =
        [
            .. Enumerable.Range(0, MostDecimals + 1)
                .Select(decimals => ((measure * 10) + decimals).ToString(CultureInfo.InvariantCulture)),
        ];

        return all.Select(code => new ApplicationIdentifier(code, Content.Digits, Digits, Digits)
        {
            Needs = needs,
            Excludes = [.. all.Where(other => other != code)],
        });
    }
}
