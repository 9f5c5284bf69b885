using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Scanners;

namespace TwistedThreads.Commerce.Tests.Scanners;

public sealed class ScanRefusalTests
{
    // The example article of the GS1 Digital Link standard.
    private const string Tee = "09506000134352";

    // The example shipment of the EPC Tag Data Standard, section 7.3.
    private const string Parcel = "106141412345678908";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("hello")]
    [InlineData("12345")]
    [InlineData("]")]
    [InlineData("]C1")]
    [InlineData("~")]
    [InlineData("]E3400638133393112")] // EAN-13 with a two-digit add-on: magazines only
    [InlineData("]E3106141412345678908")] // 18 digits, but an EAN-13 with a five-digit add-on is no parcel
    [InlineData("]I1123456")]
    [InlineData("https://shop.example/tees/crew")]
    [InlineData("https://shop.example")]
    [InlineData("https://")]
    [InlineData("https://shop.example/10/L7")]
    [InlineData("https://shop.example/01/")]
    [InlineData("https://shop.example/01/" + Tee + "/extra")]
    public void What_is_no_code_is_unreadable(string? raw) => Refuses(raw, "scan.unreadable");

    [Theory]
    [InlineData("4006381333932")]
    [InlineData("]E04006381333932")]
    [InlineData("106141412345678909")]
    [InlineData("]C10109506000134353")]
    [InlineData("0109506000134353")]
    [InlineData("010950600013435310L7")] // spelt like a SKU, but a misread label
    [InlineData("(01)09506000134353")]
    [InlineData("(414)0614141123453")]
    [InlineData("https://shop.example/01/09506000134353")]
    public void A_wrong_check_digit_is_refused(string raw) => Refuses(raw, "scan.bad-check-digit");

    [Theory]
    [InlineData("]C101" + Tee + "89L7")]
    [InlineData("]C1not element strings")]
    [InlineData("]C14")]
    [InlineData("01" + Tee + "TEE")]
    [InlineData("(01)" + Tee + "(999)L7")]
    [InlineData("(01)" + Tee + "(10")]
    [InlineData("(01)" + Tee + "(10)A(B")]
    [InlineData("()")]
    [InlineData("(")]
    public void An_identifier_that_the_shop_does_not_use_is_refused(string raw) =>
        Refuses(raw, "scan.unknown-identifier");

    [Theory]
    [InlineData("]C110A2345678901234567890121S1")] // 27 characters before the end; a lot has 20
    [InlineData("]C101" + Tee + "37123456789")]
    public void A_field_that_runs_on_lacks_its_separator(string raw) => Refuses(raw, "scan.missing-separator");

    [Theory]
    [InlineData("(01)" + Tee + "(10)A23456789012345678901")]
    [InlineData("(01)0" + Tee)]
    [InlineData("https://shop.example/01/0" + Tee)]
    [InlineData("https://shop.example/01/" + Tee + "/21/A23456789012345678901")]
    public void A_field_beyond_its_length_is_refused(string raw) => Refuses(raw, "scan.too-long");

    [Fact]
    public void A_text_beyond_the_largest_symbol_is_refused()
    {
        Refuses("]C1" + new string('A', ScannedCode.MaxLength + 1), "scan.too-long");
        Refuses("]C1" + new string('A', ScannedCode.MaxLength), "scan.unknown-identifier");
    }

    [Theory]
    [InlineData("]C1011234")]
    [InlineData("]C101" + Tee + "10~21S1")]
    [InlineData("(01)" + Tee + "(10)")]
    [InlineData("(01)4006381333931")]
    [InlineData("https://shop.example/01/" + Tee + "/10//21/S1")]
    [InlineData("https://shop.example/01/" + Tee + "?10")]
    public void A_field_below_its_length_is_refused(string raw) => Refuses(raw, "scan.too-short");

    [Theory]
    [InlineData("(01)0950600013435X")]
    [InlineData("(01)" + Tee + "(30)1O")]
    [InlineData("(01)" + Tee + "(10)L 7")]
    [InlineData("(01)" + Tee + "(10)Lö")]
    [InlineData("(01)" + Tee + "(10)L[7")]
    [InlineData("(01)" + Tee + "(17)26112A")]
    [InlineData("(01)0950600013435٢")] // an Arabic-Indic two is a digit to Unicode, not to GS1
    [InlineData("https://shop.example/01/" + Tee + "/10/L%207")]
    [InlineData("https://shop.example/01/" + Tee + "/10/L%C3%B6")]
    [InlineData("https://shop.example/01/" + Tee + "/10/L%7")]
    [InlineData("https://shop.example/01/" + Tee + "?10=L%ZZ")]
    public void A_character_outside_the_set_of_its_field_is_refused(string raw) => Refuses(raw, "scan.bad-character");

    [Theory]
    [InlineData("(11)261301")]
    [InlineData("(15)260001")]
    [InlineData("(17)270229")] // 2027 is no leap year
    [InlineData("(17)260431")]
    public void A_day_that_never_was_is_refused(string field) => Refuses($"(01){Tee}{field}", "scan.bad-date");

    [Fact]
    public void A_day_before_the_first_year_is_refused() => Assert.Equal(
        "scan.bad-date", ScannedCode.Read($"(01){Tee}(17)990101", DateOnly.MinValue).Refusal?.Code);

    [Theory]
    [InlineData("(01)" + Tee + "(37)3", "scan.bad-companion")]
    [InlineData("(01)" + Tee + "(02)" + Tee + "(37)3", "scan.bad-companion")]
    [InlineData("(02)" + Tee, "scan.missing-companion")]
    [InlineData("(37)3(00)" + Parcel, "scan.missing-companion")]
    [InlineData("(30)3", "scan.missing-companion")]
    [InlineData("(254)A3", "scan.missing-companion")]
    [InlineData("(01)" + Tee + "(10)L7(10)L8", "scan.contradiction")]
    [InlineData("https://shop.example/01/" + Tee + "?01=04006381333931", "scan.contradiction")]
    [InlineData("https://shop.example/01/" + Tee + "/21/S1/10/L7", "scan.wrong-order")]
    [InlineData("https://shop.example/01/" + Tee + "/10/L7/10/L7", "scan.wrong-order")]
    [InlineData("https://shop.example/00/" + Parcel + "/10/L7", "scan.wrong-order")]
    public void Fields_that_do_not_go_together_are_refused(string raw, string code) => Refuses(raw, code);

    [Fact]
    public void A_field_said_twice_alike_is_said_once() =>
        Assert.Equal($"(01){Tee}(10)L7", ScannedCode.Read($"(10)L7(01){Tee}(10)L7", Label.Today).Value.Canonical);

    [Fact]
    public void No_refusal_repeats_what_was_scanned()
    {
        var refusal = ScannedCode.Read($"(01){Tee}(10)secret lot", Label.Today).Refusal!;

        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    private static void Refuses(string? raw, string code) =>
        Assert.Equal(code, ScannedCode.Read(raw?.Replace('~', '\u001D'), Label.Today).Refusal?.Code);
}
