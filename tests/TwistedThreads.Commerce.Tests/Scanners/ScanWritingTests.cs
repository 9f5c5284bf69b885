using TwistedThreads.Commerce.Scanners;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Scanners;

public sealed class ScanWritingTests
{
    private static readonly Uri Resolver = new("https://example.com");

    // gs1-syntax-dictionary.txt: what has no "?" is no data attribute of a link.
    private static readonly string[] OnlyInPath = ["03", "21", "22", "235", "254", "8019", "8020", "8200"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_written_is_read_back_alike(int seed)
    {
        var random = new Generator(seed);
        var links = 0;
        for (var round = 0; round < 700; round++)
        {
            var label = Label.Random(random);
            var code = Read(label.Bracketed());

            foreach (var symbol in Enum.GetValues<ElementSymbol>().Where(one => one != ElementSymbol.Unnamed))
            {
                Assert.Equal(code, Read(code.ToElementString(symbol)!));
            }

            Assert.Equal(code, Read(code.Canonical));
            if (label.BeginsWithPredefinedLength)
            {
                Assert.Equal(code, Read(code.ToElementString()!));
            }

            if (code.ToDigitalLink(new Uri("https://example.com/some/shop?lost=1#too")) is { } link)
            {
                links++;
                Assert.StartsWith("https://example.com/some/shop/", link.AbsoluteUri, StringComparison.Ordinal);
                Assert.Equal(code, Read(link.AbsoluteUri));
                Assert.Equal(code, Read(link.OriginalString));
            }
            else
            {
                Assert.True(HasNoLink(label), label.Bracketed());
            }
        }

        Assert.InRange(links, 200, 700);
    }

    // The unit tests of GS1's syntax engine, scandata.c (generateScanData) and ai.c.
    [Theory]
    [InlineData(ElementSymbol.Gs1QrCode, "]Q3")]
    [InlineData(ElementSymbol.Gs1DataMatrix, "]d2")]
    [InlineData(ElementSymbol.Gs1DataBar, "]e0")]
    [InlineData(ElementSymbol.Gs1Code128, "]C1")]
    [InlineData(ElementSymbol.Unnamed, "")]
    public void An_element_string_is_written_as_the_standard_writes_it(ElementSymbol symbol, string name) =>
        Assert.Equal(
            name + "011231231231233310ABC123\u001D99TESTING",
            Read("(01)12312312312333(10)ABC123(99)TESTING").ToElementString(symbol));

    [Fact]
    public void What_has_a_predefined_length_is_written_first_and_needs_no_separator() => Assert.Equal(
        "0109506000134352112611243103000195" + "10L7\u001D21S1",
        Read("(01)09506000134352(10)L7(11)261124(21)S1(3103)000195").ToElementString());

    [Fact]
    public void A_fixed_length_that_is_not_predefined_needs_its_separator() =>
        Assert.Equal("8018061414112345678902\u001D91A", Read("(8018)061414112345678902(91)A").ToElementString());

    // The unit tests of GS1's syntax engine, dl.c (generateDLuri); where we differ: attributes come in ascending order.
    [Theory]
    [InlineData("(01)12312312312326(21)abc123", "/01/12312312312326/21/abc123")]
    [InlineData("(01)12312312312326(22)ABC(10)DEF(21)GHI(95)INT", "/01/12312312312326/22/ABC/10/DEF/21/GHI?95=INT")]
    [InlineData("(21)XYZ(01)12312312312333(10)ABC123(99)XYZ", "/01/12312312312333/10/ABC123/21/XYZ?99=XYZ")]
    [InlineData("(01)12312312312333(10)ABC+123(99)XYZ+QWERTY", "/01/12312312312333/10/ABC%2B123?99=XYZ%2BQWERTY")]
    [InlineData("(01)12312312312326(235)TPX9526064(99)1(95)INT", "/01/12312312312326/235/TPX9526064?95=INT&99=1")]
    [InlineData("(414)9520123456788(254)32a/b", "/414/9520123456788/254/32a%2Fb")]
    [InlineData("(00)952012345678912345(02)09520123456788(37)25(10)ABC123",
        "/00/952012345678912345?02=09520123456788&10=ABC123&37=25")]
    [InlineData("(99)!\"%&'\\()*+,/:;<=>?(01)12312312312326",
        "/01/12312312312326?99=%21%22%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F")]
    public void A_link_is_written_as_the_standard_writes_it(string code, string written) =>
        Assert.Equal("https://example.com" + written, Read(code).ToDigitalLink(Resolver)?.AbsoluteUri);

    [Theory]
    [InlineData("TEE-CREW-NAVY-M")]
    [InlineData("(400)PO-7")]
    [InlineData("(02)09520123456788(37)25")]
    [InlineData("(01)12312312312326(99)000001(8200)http://example.com(95)INT")] // generateDLuri: no data attribute
    [InlineData("(00)952012345678912345(21)S1")]
    [InlineData("(01)12312312312326(10)..")] // the web folds /10/.. away
    public void What_cannot_stand_in_a_link_has_none(string code) => Assert.Null(Read(code).ToDigitalLink(Resolver));

    [Fact]
    public void A_link_is_led_by_the_key_that_has_room_for_the_rest() => Assert.Equal(
        "https://example.com/01/12312312312326/21/S1?00=952012345678912345",
        Read("(00)952012345678912345(01)12312312312326(21)S1").ToDigitalLink(Resolver)?.AbsoluteUri);

    [Fact]
    public void An_article_number_of_ours_has_no_element_string() =>
        Assert.Null(Read("TEE-CREW-NAVY-M").ToElementString());

    [Fact]
    public void The_fields_are_told_in_ascending_order() => Assert.Equal(
        [("01", "04006381333931"), ("10", "A(1"), ("3103", "000195")],
        Read(@"(3103)000195(10)A\(1(01)04006381333931").Fields);

    private static bool HasNoLink(Label label)
    {
        var keys = label.Fields.Where(field => Label.Follows(field.Code) is not null).ToList();
        return keys.TrueForAll(key => label.Fields.Any(field =>
            (OnlyInPath.Contains(field.Code) && !Label.Follows(key.Code)!.Contains(field.Code))
            || (Label.Follows(key.Code)!.Contains(field.Code) && field.Value is "." or "..")));
    }

    private static ScannedCode Read(string raw) => ScannedCode.Read(raw, Label.Today).Value;
}
