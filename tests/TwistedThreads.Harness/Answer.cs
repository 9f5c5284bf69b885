using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwistedThreads.Harness;

/// <summary>What came back, together with what was asked, so that a failure explains itself.</summary>
public sealed record Answer(string Request, int Status, string? MediaType, string Text, TimeSpan? RetryAfter)
{
    /// <summary>The body as JSON; null when it is empty or no JSON.</summary>
    public JsonNode? Json => field ??= Parse(Text);

    /// <summary>The problem's stable name, such as <c>stock.not-enough</c>; empty when there is none.</summary>
    public string Code => Json is JsonObject problem ? problem.Text("code") : "";

    /// <summary>Whether the shop asks to send the same request again later.</summary>
    public bool AsksToRepeat => Status is 409 or 429 or 503 && RetryAfter is not null;

    /// <summary>The body, after checking that the answer is the wanted one.</summary>
    public JsonNode Expect(int status)
    {
        Assert.True(status == Status, $"Expected {status} but got {this}");
        return Json ?? new JsonObject();
    }

    /// <summary>Checks for a refusal of this kind and returns its problem document.</summary>
    public JsonNode ExpectProblem(int status, string code)
    {
        var problem = Expect(status);
        Assert.True(code == Code, $"Expected the code {code} but got {this}");
        Assert.Equal("application/problem+json", MediaType);
        return problem;
    }

    public override string ToString() => $"{Status} {MediaType} to {Request}\n{Shortened(Text)}";

    public static string Shortened(string text) =>
        text.Length <= 2000 ? text : $"{text[..2000]}… ({text.Length} characters)";

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
