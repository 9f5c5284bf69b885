using TwistedThreads.Commerce.Onboarding.Mapping;

namespace TwistedThreads.Commerce.Tests.Onboarding;

public sealed class StockMappingTests
{
    private const string Header = "code;ean;qty;title;colour;size";
    private const string Own = "legacy,sku\nBlaues Shirt M,TEE-CREW-NAVY-M\nold stuff,-\n";

    private static string NavyGtin => Shirts.Navy.Gtin.ToGtin13()!;

    [Theory]
    [InlineData("TEE-CREW-NAVY-M;;3", MatchMethod.Sku)]
    [InlineData("tee crew navy m;;3", MatchMethod.NormalForm)]
    [InlineData("Tee_Crew_Navy_M;;3", MatchMethod.NormalForm)]
    [InlineData("TEECREWNAVYM;;3", MatchMethod.NormalForm)]
    [InlineData("Teé-Crew-Navy-M;;3", MatchMethod.NormalForm)]
    [InlineData(";{gtin};3", MatchMethod.Gtin)]
    [InlineData("whatever;{gtin};3", MatchMethod.Gtin)]
    [InlineData("{gtin};;3", MatchMethod.Gtin)]
    [InlineData("TEE-CREW-NAVY-M;{gtin};3", MatchMethod.Gtin)]
    [InlineData("blaues  shirt m;;3", MatchMethod.OwnMapping)]
    [InlineData("BLAUES SHIRT M;4006381333931;3", MatchMethod.OwnMapping)]
    public void An_article_is_known_by_what_names_it_alone(string row, MatchMethod by)
    {
        var mapped = Shirts.Row(Header, row.Replace("{gtin}", NavyGtin, StringComparison.Ordinal), Own);

        Assert.Equal((RowFate.Mapped, by, 3), (mapped.Fate, mapped.By, mapped.Counted));
        Assert.Equal(Shirts.Navy.Sku, mapped.Sku);
        Assert.Null(mapped.Code);
    }

    [Theory]
    [InlineData("TEE-0DD-WHITE-L;;3", "TEE-ODD-WHITE-L")]
    [InlineData("TEE-CREW-F0REST-S;;3", "TEE-CREW-FOREST-S")]
    public void A_zero_is_taken_for_an_O_where_no_other_article_is_meant(string row, string sku) =>
        Assert.Equal(sku, Shirts.Row(Header, row).Sku?.Value);

    [Theory]
    [InlineData(";;3", "row.no-article")]
    [InlineData("NO-SUCH-THING;;3", "row.unknown-article")]
    [InlineData("old stuff;;3", "row.left-out")]
    [InlineData("NO-SUCH-THING;4006381333932;3", "row.bad-gtin")]
    [InlineData(";4,00638E+12;3", "row.bad-gtin")]
    [InlineData("twin 0 m;;3", "row.ambiguous-article")]
    [InlineData("TEE-CREW-NAVY-S;{gtin};3", "row.ambiguous-article")]
    [InlineData("TEE-CREW-NAVY-M;;", "row.no-quantity")]
    [InlineData("TEE-CREW-NAVY-M;;some", "row.bad-quantity")]
    [InlineData("TEE-CREW-NAVY-M;;2,5", "row.fraction")]
    [InlineData("TEE-CREW-NAVY-M;;3.000", "row.ambiguous-quantity")]
    [InlineData("TEE-CREW-NAVY-M;;4006381333931", "row.absurd-quantity")]
    [InlineData("TEE-CREW-NAVY-M;;3;Tee;navy;M;spare", "row.too-many-cells")]
    public void What_cannot_be_counted_is_rejected_with_a_code_and_a_sentence(string row, string code)
    {
        var mapped = Shirts.Row(Header, row.Replace("{gtin}", NavyGtin, StringComparison.Ordinal), Own);

        Assert.Equal((RowFate.Rejected, code, 0), (mapped.Fate, mapped.Code, mapped.Counted));
        Assert.EndsWith(".", mapped.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEE-CREW-NAVY-M;4006381333932;3", "row.bad-gtin")]
    [InlineData("TEE-CREW-NAVY-M;4006381333931;3", "row.foreign-gtin")]
    [InlineData("TEE-CREW-NAVY-M;2000000000008;3", "row.internal-gtin")]
    [InlineData("TEE-CREW-NAVY-M;;-2", "row.negative-quantity")]
    public void What_is_odd_but_clear_is_counted_with_a_warning(string row, string warning)
    {
        var mapped = Shirts.Row(Header, row);

        Assert.Equal(RowFate.Mapped, mapped.Fate);
        Assert.Equal([warning], mapped.Warnings);
        Assert.Equal(Math.Max(0, mapped.Pieces!.Value), mapped.Counted);
    }

    [Fact]
    public void A_name_that_may_mean_several_articles_shows_them()
    {
        var mapped = Shirts.Row(Header, "twin o m;;3");

        Assert.Equal(["TWIN-0-M", "TWIN-O-M"], mapped.Suggestions.Select(one => one.Sku.Value));
    }

    [Theory]
    [InlineData("TEE-CRWE-NAVY-M;;3")]
    [InlineData("TEE-CREW-NAYV-M;;3")]
    [InlineData("X99;;3;Classic Crew Tee;Navy;M")]
    public void An_article_that_is_nearly_named_is_suggested_and_not_taken(string row)
    {
        var mapped = Shirts.Row(Header, row);

        Assert.Equal((RowFate.Rejected, "row.unknown-article"), (mapped.Fate, mapped.Code));
        Assert.Equal("TEE-CREW-NAVY-M", mapped.Suggestions[0].Sku.Value);
        Assert.InRange(mapped.Suggestions[0].Score, 0.6m, 1m);
    }

    [Fact]
    public void Rows_of_one_article_are_added_and_a_row_told_twice_counts_once()
    {
        var mapping = Shirts.Map(
            $"{Header}\nTEE-CREW-NAVY-M;;3\ntee crew navy m;;4\nTEE-CREW-NAVY-M;;3\nTEE-CREW-NAVY-M;;-2\n");

        Assert.Equal(
            [(RowFate.Mapped, null, null), (RowFate.Merged, "row.added", 2),
                (RowFate.Merged, "row.repeated", 2), (RowFate.Merged, "row.added", 2)],
            mapping.Rows.Select(row => (row.Fate, row.Code, row.Into)));
        Assert.Equal(7, Assert.Single(mapping.Counts).Pieces);
        Assert.Equal((8L, 7L, 3L, -2L), (
            mapping.Tally.Read, mapping.Tally.Counted, mapping.Tally.Repeated, mapping.Tally.Turned));
        Assert.True(mapping.Tally.IsBalanced);
    }

    [Theory]
    [InlineData("a,TEE-CREW-NAVY-M,spare\n", "/lines/1")]
    [InlineData("legacy;sku\na;NO-SUCH\n", "/lines/2")]
    [InlineData("a,TEE-CREW-NAVY-M\nA,TEE-CREW-NAVY-S\n", "/lines/2")]
    [InlineData(",TEE-CREW-NAVY-M\n", "/lines/1")]
    [InlineData("a\n", "/lines/1")]
    public void A_mapping_with_a_wrong_line_is_refused_whole(string text, string pointer)
    {
        var read = OwnMapping.Read(System.Text.Encoding.UTF8.GetBytes(text), Shirts.Catalogue);

        Assert.Equal("move-in.bad-mapping", read.Refusal?.Code);
        Assert.Equal(pointer, Assert.Single(read.Refusal!.Faults).Pointer);
    }

    [Fact]
    public void A_kept_mapping_survives_the_end_of_an_article()
    {
        var kept = OwnMapping.Kept("a,NO-LONGER\nb,TEE-CREW-NAVY-M\n"u8, Shirts.Catalogue);

        Assert.Equal(Shirts.Navy.Sku, Assert.Single(kept).Value);
    }
}
