using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Tests.Platform.Http;

public sealed class ProblemResultTests
{
    [Fact]
    public async Task A_refusal_reads_as_problem_details()
    {
        var (response, body) = await Requests.AnswerAsync(
            Refusal.Invalid("cart.too-many", "/lines/0/quantity", "At most 99 „Stück“ a line.").ToProblem());

        Assert.Equal((422, "application/problem+json"), (response.StatusCode, response.ContentType));
        Assert.Equal("no-store", response.Headers.CacheControl.ToString());
        Assert.Equal("https://twistedthreads.example/problems/cart/too-many", body.GetProperty("type").GetString());
        Assert.Equal("Cart: too many", body.GetProperty("title").GetString());
        Assert.Equal(422, body.GetProperty("status").GetInt32());
        Assert.Equal("At most 99 „Stück“ a line.", body.GetProperty("detail").GetString());
        Assert.Equal("cart.too-many", body.GetProperty("code").GetString());
        Assert.NotEqual(string.Empty, body.GetProperty("traceId").GetString());
        var fault = Assert.Single(body.GetProperty("errors").EnumerateArray());
        Assert.Equal("/lines/0/quantity", fault.GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Facts_stand_beside_the_code_and_never_in_its_place()
    {
        var refusal = Refusal.Conflict("stock.not-enough", "Two are left.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["left"] = 2, ["code"] = "forged" },
        };

        var (response, body) = await Requests.AnswerAsync(refusal.ToProblem());

        Assert.Equal(409, response.StatusCode);
        Assert.Equal(2, body.GetProperty("left").GetInt32());
        Assert.Equal("stock.not-enough", body.GetProperty("code").GetString());
        Assert.False(body.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData(0.0, "1")]
    [InlineData(0.2, "1")]
    [InlineData(1.0, "1")]
    [InlineData(1.1, "2")]
    [InlineData(90.0, "90")]
    public async Task A_pause_is_told_in_whole_seconds_rounded_up(double seconds, string header)
    {
        var refusal = new Refusal(RefusalKind.Unavailable, "shop.busy", "Busy.")
        {
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };

        var (response, _) = await Requests.AnswerAsync(refusal.ToProblem());

        Assert.Equal((503, header), (response.StatusCode, response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public void Every_kind_of_refusal_has_a_status_of_its_own()
    {
        var statuses = Enum.GetValues<RefusalKind>().Select(Answers.StatusOf).ToList();

        Assert.Distinct(statuses);
        Assert.All(statuses, status => Assert.InRange(status, 400, 503));
    }

    [Theory]
    [InlineData(401, "access.unauthenticated")]
    [InlineData(403, "access.forbidden")]
    [InlineData(404, "request.no-such-route")]
    [InlineData(405, "request.method-not-allowed")]
    [InlineData(413, "request.too-large")]
    [InlineData(415, "request.not-json")]
    [InlineData(429, "request.refused")]
    public async Task A_bare_status_is_explained(int status, string code)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        context.Response.StatusCode = status;

        await Faults.AnswerStatusAsync(context);

        using var problem = JsonDocument.Parse(body.ToArray());
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
    }
}
