using TwistedThreads.Commerce.Scanners;

namespace TwistedThreads.Commerce.Tests.Scanners;

public sealed class ScannedCodeTests
{
    // The example article of the GS1 Digital Link standard.
    private const string Tee = "09506000134352";

    // The example shipment of the EPC Tag Data Standard, section 7.3.
    private const string Parcel = "106141412345678908";

    // The example location of the EPC Tag Data Standard, section 7.5.
    private const string Shop = "0614141123452";

    [Theory]
    [InlineData("73513537", "00000073513537")] // Wikipedia, "EAN-8"
    [InlineData("036000291452", "00036000291452")] // Wikipedia, "Universal Product Code"
    [InlineData("4006381333931", "04006381333931")] // Wikipedia, "International Article Number"
    [InlineData(Tee, Tee)]
    [InlineData("]E04006381333931", "04006381333931")]
    [InlineData("]E473513537", "00000073513537")]
    [InlineData("]I1" + Tee, Tee)]
    [InlineData("]C001" + Tee, Tee)]
    [InlineData("  4006381333931\r\n", "04006381333931")]
    public void A_bare_number_is_an_article(string raw, string gtin) =>
        Assert.Equal(gtin, Read(raw).Gtin?.Value);

    [Theory]
    [InlineData(Parcel)]
    [InlineData("00" + Parcel)]
    [InlineData("]C100" + Parcel)]
    [InlineData("(00)" + Parcel)]
    [InlineData("https://id.example/00/" + Parcel)]
    public void A_parcel_is_known_by_its_sscc_in_any_notation(string raw)
    {
        var parcel = Read(raw);

        Assert.Equal(Parcel, parcel.Sscc);
        Assert.Null(parcel.Gtin);
    }

    [Theory]
    [InlineData("]C101" + Tee + "10L7~21S-9")]
    [InlineData("]d201" + Tee + "10L7~21S-9")]
    [InlineData("]Q301" + Tee + "10L7~21S-9")]
    [InlineData("]J121S-9~10L7~01" + Tee)]
    [InlineData("]e001" + Tee + "~10L7~21S-9~")]
    [InlineData("~01" + Tee + "10L7~21S-9")]
    [InlineData("01" + Tee + "10L7~21S-9")]
    [InlineData("(01)" + Tee + "(10)L7(21)S-9")]
    [InlineData("https://shop.example/01/" + Tee + "/10/L7/21/S-9")]
    [InlineData("HTTP://shop.example/a/b/01/9506000134352/10/L7/21/S%2D9/?linkType=gs1:pip#top")]
    [InlineData("https://shop.example/01/" + Tee + "/10/L7?21=S-9&10=L7")]
    public void The_same_label_reads_the_same_in_every_notation(string raw)
    {
        var code = Read(raw);

        Assert.Equal(Tee, code.Gtin?.Value);
        Assert.Equal(("L7", "S-9"), (code.Lot, code.Serial));
        Assert.Equal("(01)09506000134352(10)L7(21)S-9", code.Canonical);
        Assert.Equal(Read("(01)" + Tee + "(10)L7(21)S-9"), code);
        Assert.Equal(code.GetHashCode(), Read("(21)S-9(10)L7(01)" + Tee).GetHashCode());
    }

    [Fact]
    public void Our_own_article_number_is_read_as_such()
    {
        var tee = Read("TEE-CREW-NAVY-M");

        Assert.Equal("TEE-CREW-NAVY-M", tee.Sku?.Value);
        Assert.Null(tee.Gtin);
        Assert.Equal("TEE-CREW-NAVY-M", tee.ToString());
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("12345678901234567")]
    [InlineData("99999999999999999999999")]
    public void Digits_alone_are_never_an_article_number_of_ours(string raw) =>
        Assert.True(ScannedCode.Read(raw, Label.Today).IsRefused);

    [Fact]
    public void A_carton_says_what_is_inside_and_how_often()
    {
        var carton = Read($"]C102{Tee}3748~00{Parcel}");

        Assert.True(carton.IsContent);
        Assert.Equal((Tee, 48, Parcel), (carton.Gtin?.Value, carton.Count, carton.Sscc));
    }

    [Fact]
    public void A_count_of_pieces_stands_beside_an_article() =>
        Assert.Equal(12, Read($"(01){Tee}(30)12").Count);

    [Fact]
    public void A_location_label_names_the_place_and_its_extension()
    {
        var shelf = Read($"https://shop.example/414/{Shop}/254/A%2F3");

        Assert.Equal((Shop, "A/3"), (shelf.LocationGln, shelf.LocationExtension));
    }

    [Fact]
    public void A_delivery_label_carries_order_destination_variant_and_our_own_field()
    {
        var label = Read($"(01){Tee}(22)V2(400)PO-7(410){Shop}(91)own");

        Assert.Equal(("PO-7", Shop), (label.OrderNumber, label.ShipToGln));
        Assert.Equal(("V2", "own"), (label.Variant, label["91"]));
        Assert.Null(label["92"]);
    }

    [Theory]
    [InlineData("261124", 2026, 11, 24)]
    [InlineData("280200", 2028, 2, 29)] // day 00 is the last day; 2028 is a leap year
    [InlineData("270200", 2027, 2, 28)]
    [InlineData("761231", 2076, 12, 31)] // 50 years ahead of 2026: this century
    [InlineData("770101", 1977, 1, 1)] // 51 years ahead: the last one
    [InlineData("000229", 2000, 2, 29)]
    public void Dates_fall_into_the_century_nearest_to_today(string yymmdd, int year, int month, int day)
    {
        var code = Read($"(01){Tee}(11){yymmdd}(15){yymmdd}(17){yymmdd}");

        var expected = new DateOnly(year, month, day);
        Assert.Equal((expected, expected, expected), (code.ProducedOn, code.BestBefore, code.ExpiresOn));
    }

    [Fact]
    public void A_carton_says_when_it_was_packed_and_until_when_it_is_sold()
    {
        var code = Read($"(01){Tee}(13)261101(16)270200");

        Assert.Equal((new DateOnly(2026, 11, 1), new DateOnly(2027, 2, 28)), (code.PackedOn, code.SellBy));
        Assert.Null(code.ExpiresOn);
    }

    [Fact]
    public void A_shirt_printed_to_order_is_known_by_its_article() =>
        Assert.Equal(Tee, Read($"]C103{Tee}21S1").Gtin?.Value);

    [Fact]
    public void A_code_may_have_many_fields()
    {
        var own = Enumerable.Range(90, 10).Reverse().Select(code => $"({code})value of {code}".Replace(' ', '-'));
        var places = Enumerable.Range(410, 5).Reverse().Select(code => $"({code}){Shop}");

        var code = Read(string.Concat(own.Concat(places).Append($"(01){Tee}")));

        Assert.Equal(16, code.Fields.Count());
        Assert.Equal(("value-of-90", "value-of-99", Tee), (code["90"], code["99"], code.Gtin?.Value));
        Assert.Equal(code.Fields.OrderBy(field => field.Identifier, StringComparer.Ordinal), code.Fields);
    }

    [Fact]
    public void Late_in_a_century_small_years_belong_to_the_next_one()
    {
        // GS1 General Specifications, section 7.12: 1 − 60 = −59 is at most −50.
        var code = ScannedCode.Read($"(01){Tee}(17)010630", new DateOnly(2060, 1, 1)).Value;

        Assert.Equal(new DateOnly(2101, 6, 30), code.ExpiresOn);
    }

    [Fact]
    public void Every_character_of_set_82_may_stand_in_a_text_field()
    {
        // GS1 General Specifications, figure 7.11-1.
        const string set =
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

        Assert.Equal((82, set), (set.Length, Read("]C191" + set)["91"]));
    }

    [Fact]
    public void A_bracket_inside_a_value_is_written_with_a_backslash()
    {
        var code = Read(@"(01)" + Tee + @"(10)A\(21)B");

        Assert.Equal("A(21)B", code.Lot);
        Assert.Equal(code, Read(code.Canonical));
    }

    [Fact]
    public void Readings_that_differ_in_one_field_differ() =>
        Assert.NotEqual(Read($"(01){Tee}(10)L7"), Read($"(01){Tee}(10)L8"));

    private static ScannedCode Read(string raw) =>
        ScannedCode.Read(raw.Replace('~', '\u001D'), Label.Today).Value;
}
