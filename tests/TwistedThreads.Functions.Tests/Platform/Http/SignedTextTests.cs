using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Http;

/// <summary>Signed texts, cursors and guests' tokens.</summary>
public sealed class SignedTextTests
{
    private readonly Signer _signer = new(Encoding.UTF8.GetBytes("a key of thirty-two bytes, no less"));

    [Theory]
    [InlineData("")]
    [InlineData("a|b\nc")]
    [InlineData("größe 👕")]
    public void What_was_signed_opens_for_its_purpose_only(string text)
    {
        var token = _signer.Sign("cursor|orders", text);

        Assert.Equal(text, _signer.Open("cursor|orders", token));
        Assert.Null(_signer.Open("cursor|parked", token));
        Assert.Null(_signer.Open("cursor", token));
        Assert.Null(new Signer(new byte[32]).Open("cursor|orders", token));
        Assert.Matches("^[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{43}$", token);
    }

    [Fact]
    public void No_character_of_a_token_can_be_another()
    {
        var token = _signer.Sign("p", "ord_01|2026");
        foreach (var index in Enumerable.Range(0, token.Length))
        {
            foreach (var other in "AZaz09-_.=+/ \n\"ü\0".Where(other => other != token[index]))
            {
                Assert.Null(_signer.Open("p", token[..index] + other + token[(index + 1)..]));
            }

            Assert.Null(_signer.Open("p", token.Remove(index, 1)));
            Assert.Null(_signer.Open("p", token.Insert(index, "A")));
            Assert.Null(_signer.Open("p", token.Insert(index, " ")));
            Assert.Null(_signer.Open("p", token[..index]));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("YQ.")]
    [InlineData(".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("YQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("YQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("YQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("YQ.!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void What_we_never_signed_does_not_open(string? token) => Assert.Null(_signer.Open("p", token));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_text_never_opens_and_never_breaks(int seed)
    {
        var chance = new Generator(seed);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, chance.Between(0, 120)).Select(_ => (char)chance.Between(1, 0x3FF)));
            Assert.Null(_signer.Open("p", text));
            Assert.Null(_signer.Open("p", $"YQ.{text}"));
        }

        Assert.Null(_signer.Open("p", new string('A', 5000) + "." + new string('A', 43)));
    }

    [Fact]
    public void A_cursor_is_good_for_its_own_list_only()
    {
        var cursors = new Cursors(_signer);
        var cursor = cursors.Write("orders|open", "ord_1");

        Assert.Equal("ord_1", cursors.Read(Requests.WithQuery("?cursor=" + cursor), "orders|open").Value);
        Assert.Null(cursors.Read(Requests.WithQuery("?limit=5"), "orders|open").Value);
        Assert.Null(cursors.Read(Requests.WithQuery("?cursor="), "orders|open").Value);
        foreach (var (query, list) in new[]
        {
            ($"?cursor={cursor}", "orders|closed"), ($"?cursor={cursor}x", "orders|open"),
            ($"?cursor={cursor}&cursor={cursor}", "orders|open"), (
                "?cursor=ord_1", "orders|open"), ("?cursor=%00", "orders|open"),
        })
        {
            var refusal = cursors.Read(Requests.WithQuery(query), list).Refusal;
            Assert.Equal((RefusalKind.Malformed, "request.bad-cursor"), (refusal!.Kind, refusal.Code));
        }
    }

    [Fact]
    public void The_link_to_the_next_page_keeps_the_question_and_changes_the_cursor()
    {
        var request = Requests.WithQuery("?limit=5&state=open&state=paid&cursor=old&q=a%20%3E%22b");

        Assert.Equal(
            "</api/orders?limit=5&state=open&state=paid&q=a%20%3E%22b&cursor=new>; rel=\"next\"",
            Cursors.LinkTo(request, "new"));
    }

    [Fact]
    public void A_guest_owns_with_the_token_of_just_that_id()
    {
        var tokens = new GuestTokens(_signer);
        var token = tokens.For("crt_1");

        Assert.Equal(token, tokens.For("crt_1"));
        Assert.NotEqual(token, tokens.For("crt_2"));
        Assert.True(tokens.Check(Requests.WithHeader("Cart-Token", token), "Cart-Token", "crt_1").Value);
        Assert.Equal(RefusalKind.Unauthenticated, Kind([]));
        Assert.Equal(RefusalKind.Unauthenticated, Kind([""]));
        string[] others = [tokens.For("crt_2"), token + "x", token[1..], token.ToUpperInvariant(), "ü", " "];
        foreach (var wrong in others)
        {
            Assert.Equal(RefusalKind.Forbidden, Kind([wrong]));
        }

        Assert.Equal(RefusalKind.Forbidden, Kind([token, token]));

        RefusalKind? Kind(string[] values) =>
            tokens.Check(Requests.WithHeader("Cart-Token", values), "Cart-Token", "crt_1").Refusal?.Kind;
    }
}
