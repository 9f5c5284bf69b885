using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Inventory.Drops;

/// <summary>One bucket of one drop, and the name of its partition: <c>TEE-CREW-NAVY-M~WH1~2~15</c> is bucket 15 of the
/// second drop of that SKU at WH1. No SKU has a tilde.</summary>
public readonly record struct BucketId : IIdentifier<BucketId>
{
    private const char Mark = '~';

    private BucketId(string drop, Sku sku, LocationId location, int turn, int number) =>
        (Drop, Sku, Location, Turn, Number) = (drop, sku, location, turn, number);

    public Sku Sku { get; }

    public LocationId Location { get; }

    /// <summary>Which drop of the SKU at this location it is, from 1: what is late of an earlier one meets other
    /// buckets.</summary>
    public int Turn { get; }

    public int Number { get; }

    /// <summary>What the buckets of one drop have in common.</summary>
    public string Drop { get; }

    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Drop}{Mark}{Number}");

    public static BucketId Of(Sku sku, LocationId location, int turn, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"{sku}{Mark}{location}{Mark}{turn}"),
        sku, location, turn, number);

    public static bool TryParse(string? text, out BucketId id)
    {
        id = default;
        if (text?.Split(Mark) is not [var article, var place, var first, var second]
            || !Sku.TryParse(article, out var sku) || !LocationId.TryParse(place, out var location)
            || !IsNumber(first, out var turn) || !IsNumber(second, out var number))
        {
            return false;
        }

        id = Of(sku, location, turn, number);
        return id.Value == text;
    }

    public override string ToString() => Value;

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
