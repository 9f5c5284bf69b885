using TwistedThreads.Commerce.Traceability;

namespace TwistedThreads.Commerce.Tests.Traceability;

/// <summary>Names and their one canonical form. The first of each scheme are GS1's own examples, whose Digital Links
/// the hash vectors check as well.</summary>
public sealed class EpcUriTests
{
    [Theory]
    [InlineData("urn:epc:id:sgtin:0614141.107346.2017", "01/10614141073464/21/2017")]
    [InlineData("urn:epc:id:sgtin:4012345.011111.a!(b)*+,:", "01/04012345111118/21/a%21%28b%29%2A%2B%2C%3A")]
    [InlineData("urn:epc:class:lgtin:4054739.099914.20160711", "01/04054739999148/10/20160711")]
    [InlineData("urn:epc:idpat:sgtin:4012345.098765.*", "01/04012345987652")]
    [InlineData("urn:epc:id:sscc:0614141.1234567890", "00/106141412345678908")]
    [InlineData("urn:epc:id:sgln:4012345.00011.0", "414/4012345000115")]
    [InlineData("urn:epc:id:sgln:4012345.00011.987", "414/4012345000115/254/987")]
    [InlineData("urn:epc:id:sgln:426012390001..0", "414/4260123900014")]
    [InlineData("urn:epc:id:pgln:4012345.00000", "417/4012345000009")]
    [InlineData("urn:epc:id:grai:4012345.66666.87", "8003/0401234566666387")]
    [InlineData("https://brand.example/shop/01/4260123110505/22/A/10/L7/21/S9?17=261131#x", "01/04260123110505/21/S9")]
    [InlineData("http://id.gs1.org/01/04260123110505/10/L7/", "01/04260123110505/10/L7")]
    public void Every_spelling_has_one_canonical_link(string uri, string link)
    {
        Assert.Equal(EpcUri.Domain + link, EpcUri.Canonical(uri));
        Assert.Equal(EpcUri.Domain + link, EpcUri.Key(EpcUri.Domain + link));
    }

    [Theory]
    [InlineData("urn:epc:id:sgtin:06141411.107346.2017")]
    [InlineData("urn:epc:id:sgtin:0614141.107346.")]
    [InlineData("urn:epc:id:sgtin:0614141.107346.123456789012345678901")]
    [InlineData("urn:epc:id:sgtin:06141.41107346.1")]
    [InlineData("urn:epc:id:sscc:0614141.12345678901")]
    [InlineData("urn:epc:idpat:sgtin:4012345.098765.7")]
    [InlineData("https://id.gs1.org/01/04260123110506")]
    [InlineData("https://id.gs1.org/414/426012390001")]
    [InlineData("https://id.gs1.org/")]
    public void A_wrong_key_is_found_out(string uri) => Assert.False(EpcUri.IsSound(uri));

    [Theory]
    [InlineData("https://partner.example/taxonomy/1126011")]
    [InlineData("https://partner.example/01/12345678901234")]
    [InlineData("urn:epc:id:gid:95100000.12345.400")]
    [InlineData("urn:uuid:1")]
    [InlineData("geo:50.9,6.9")]
    public void Other_names_stand_for_themselves(string uri)
    {
        Assert.True(EpcUri.IsSound(uri));
        Assert.Null(EpcUri.Canonical(uri));
        Assert.Equal(uri, EpcUri.Key(uri));
    }

    [Theory]
    [InlineData("urn:epc:id:sgtin:4260123.011050.7", "https://id.gs1.org/01/04260123110505")]
    [InlineData("urn:epc:id:grai:4012345.66666.87", "https://id.gs1.org/8003/04012345666663")]
    [InlineData("urn:epc:id:gdti:4012345.55555.98", "https://id.gs1.org/253/4012345555554")]
    public void An_instance_is_found_by_its_class_too(string uri, string article) =>
        Assert.Contains(article, EpcUri.Keys(uri));

    [Theory]
    [InlineData("")]
    [InlineData("shirt")]
    [InlineData(":x")]
    [InlineData("1a:x")]
    [InlineData("urn:")]
    [InlineData("urn:ä")]
    [InlineData("urn:a b")]
    [InlineData("urn:a\nb")]
    public void What_is_no_URI_is_found_out(string text) => Assert.False(EpcUri.IsUri(text));
}
