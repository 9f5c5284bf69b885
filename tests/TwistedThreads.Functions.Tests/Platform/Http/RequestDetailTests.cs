using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Tests.Platform.Http;

/// <summary>Limits and idempotency keys.</summary>
public sealed class RequestDetailTests
{
    [Theory]
    [InlineData("", 30)]
    [InlineData("?limit=", 30)]
    [InlineData("?limit=1", 1)]
    [InlineData("?limit=100", 100)]
    public void A_limit_is_what_was_asked_for_or_the_usual_one(string query, int limit) =>
        Assert.Equal(limit, Requests.WithQuery(query).ReadLimit(30).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("5.0")]
    [InlineData("1e1")]
    [InlineData("٥")]
    [InlineData("99999999999999")]
    [InlineData("ten")]
    [InlineData("5&limit=6")]
    public void Any_other_limit_is_refused(string limit)
    {
        var refusal = Requests.WithQuery("?limit=" + limit).ReadLimit(30).Refusal;

        Assert.Equal((RefusalKind.Malformed, "request.bad-limit"), (refusal!.Kind, refusal.Code));
    }

    [Theory]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("a")]
    [InlineData("a key, with: punctuation!")]
    public void A_key_may_come_bare_or_as_a_structured_string(string key)
    {
        Assert.Equal(key, KeyOf(key).Value);
        Assert.Equal(key, KeyOf($"\"{key}\"").Value);
        Assert.Equal(key, KeyOf($"  \"{key}\"  ").Value);
    }

    [Fact]
    public void A_key_has_200_characters_at_most()
    {
        Assert.False(KeyOf(new string('k', 200)).IsRefused);
        Assert.False(KeyOf($"\"{new string('k', 200)}\"").IsRefused);
        Assert.Equal("idempotency.bad-key", KeyOf(new string('k', 201)).Refusal!.Code);
    }

    [Fact]
    public void A_missing_key_is_asked_for() =>
        Assert.Equal("idempotency.key-required", KeyOf().Refusal!.Code);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"open")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("größe")]
    [InlineData("\"key\";p=1")]
    public void Any_other_key_is_refused(string key)
    {
        var refusal = KeyOf(key).Refusal;

        Assert.Equal((RefusalKind.Malformed, "idempotency.bad-key"), (refusal!.Kind, refusal.Code));
    }

    [Fact]
    public void Two_keys_are_no_key() => Assert.Equal("idempotency.bad-key", KeyOf("one", "two").Refusal!.Code);

    private static Result<string> KeyOf(params string[] values) =>
        Requests.WithHeader("Idempotency-Key", values).ReadIdempotencyKey();
}
