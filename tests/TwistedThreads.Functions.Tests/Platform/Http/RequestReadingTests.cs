using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Tests.Platform.Http;

public sealed class RequestReadingTests
{
    private const string Good = """{"lines":[{"sku":"TT-1","quantity":2}],"note":null}""";

    [Fact]
    public async Task A_good_body_is_read()
    {
        var basket = await Requests.WithBody(Good).ReadAsync<Basket>(CancellationToken.None);

        Assert.Equal([new Line("TT-1", 2)], basket.Value.Lines);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("not json", "")]
    [InlineData("{", "")]
    [InlineData("""{"lines":[],}""", "")]
    [InlineData("""{"lines":[]} trailing""", "")]
    [InlineData("// comment\n{}", "")]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    [InlineData("{}", "")] // lines are missing
    [InlineData("""{"lines":null}""", "/lines")]
    [InlineData("""{"lines":{}}""", "/lines")]
    [InlineData("""{"lines":[null]}""", "/lines")]
    [InlineData("""{"lines":[{"sku":"a","quantity":1},null,null]}""", "/lines")]
    [InlineData("""{"lines":[{"sku":"a","quantity":"2"}]}""", "/lines/0/quantity")]
    [InlineData("""{"lines":[{"sku":"a","quantity":1.5}]}""", "/lines/0/quantity")]
    [InlineData("""{"lines":[{"sku":"a","quantity":99999999999}]}""", "/lines/0/quantity")]
    [InlineData("""{"lines":[{"sku":"a","quantity":1},{"sku":7,"quantity":1}]}""", "/lines/1/sku")]
    [InlineData("""{"lines":[{"sku":"a","quantity":NaN}]}""", "/lines/0/quantity")]
    [InlineData("""{"lines":[{"quantity":1}]}""", "/lines/0")] // sku is missing
    [InlineData("""{"lines":[],"colour":"red"}""", "/colour")]
    [InlineData("""{"lines":[],"a.b":1}""", "/a.b")]
    [InlineData("""{"lines":[],"a/b~c":1}""", "/a~1b~0c")]
    [InlineData("""{"lines":[],"a[0]":1}""", "/a[0]")]
    [InlineData("""{"lines":[],"note":"x","note":"y"}""", "/note")]
    [InlineData("""{"lines":[],"Lines":[]}""", "/Lines")]
    [InlineData("""{"lines":[{"sku":"a","quantity":1,"price":"0.01"}]}""", "/lines/0/price")]
    public async Task What_is_wrong_is_refused_with_a_pointer_to_it(string body, string pointer)
    {
        var refusal = await RefusalAsync(Requests.WithBody(body));

        Assert.Equal((RefusalKind.Malformed, "request.unreadable"), (refusal.Kind, refusal.Code));
        Assert.Equal(pointer, Assert.Single(refusal.Faults).Pointer);
        Assert.DoesNotContain("TwistedThreads", refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lines":[{"quantity":1}]}""", "A required member is missing.")]
    [InlineData("""{"lines":[],"colour":"red"}""", "There is no such member.")]
    [InlineData("""{"lines":[],"note":"x","note":"y"}""", "A member is given twice.")]
    [InlineData("""{"lines":7}""", "The value has a wrong type.")]
    [InlineData("""{"lines":[null]}""", "Not a full list: element 0 is null.")]
    [InlineData("""{"lines":[}""", "The body is not valid JSON.")]
    public async Task A_refusal_says_what_is_wrong(string body, string detail) =>
        Assert.Equal(detail, (await RefusalAsync(Requests.WithBody(body))).Detail);

    [Fact]
    public async Task The_word_null_is_no_object()
    {
        var refusal = await RefusalAsync(Requests.WithBody("null"));

        Assert.Equal("request.null-body", refusal.Code);
    }

    [Theory]
    [InlineData("""{"lines":[],"note":"\ud83d"}""")]
    [InlineData("""{"lines":[],"note":"\udc55\ud83d"}""")]
    [InlineData("""{"lines":[],"\ud83d":1}""")]
    [InlineData("""{"lines":[{"sku":"\ud83d","quantity":1}]}""")]
    public async Task Half_a_surrogate_pair_is_no_text(string body)
    {
        var refusal = await RefusalAsync(Requests.WithBody(body));

        Assert.Equal((RefusalKind.Malformed, "request.unreadable"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_no_text()
    {
        byte[] body =
            [.. Encoding.UTF8.GetBytes("""{"lines":[],"note":" """), 0xFF, 0xC0, .. Encoding.UTF8.GetBytes("\"}")];

        var refusal = await RefusalAsync(Requests.WithBody(body));

        Assert.Equal((RefusalKind.Malformed, "request.unreadable"), (refusal.Kind, refusal.Code));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(100_000)]
    public async Task A_body_nested_too_deep_is_refused(int depth)
    {
        var body = """{"lines":[],"note":""" + new string('[', depth) + new string(']', depth) + "}";

        var refusal = await RefusalAsync(Requests.WithBody(body));

        Assert.Equal((RefusalKind.Malformed, "request.unreadable"), (refusal.Kind, refusal.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task A_body_that_does_not_say_it_is_json_is_not_read(string? contentType)
    {
        var refusal = await RefusalAsync(Requests.WithBody(Good, contentType));

        Assert.Equal((RefusalKind.UnsupportedMedia, "request.not-json"), (refusal.Kind, refusal.Code));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/merge-patch+json")]
    public async Task All_json_types_are_read(string contentType) =>
        Assert.False((await Requests.WithBody(Good, contentType).ReadAsync<Basket>(CancellationToken.None)).IsRefused);

    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.lines[0].sku", "/lines/0/sku")]
    [InlineData("$[3]", "/3")]
    [InlineData("$.a[0][12].b", "/a/0/12/b")]
    [InlineData("$['a.b'].c", "/a.b/c")]
    [InlineData("$.x['it''s [0] / ~']", "/x/it''s [0] ~1 ~0")]
    public void The_serializers_path_becomes_a_json_pointer(string? path, string pointer) =>
        Assert.Equal(pointer, RequestReading.PointerTo(path));

    private static async Task<Refusal> RefusalAsync(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        var basket = await request.ReadAsync<Basket>(CancellationToken.None);
        Assert.True(basket.IsRefused);
        return basket.Refusal!;
    }

    public sealed record Basket(IReadOnlyList<Line> Lines, string? Note = null);

    public sealed record Line(string Sku, int Quantity);
}
