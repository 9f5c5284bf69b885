using System.Text.Json.Nodes;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>What a decent answer is, whatever was asked.</summary>
public static class Verdict
{
    /// <returns>What is wrong with the answer; null when it is decent.</returns>
    public static string? On(Attack attack, Answer answer) => answer switch
    {
        { Status: >= 500 } => "the shop blames itself",
        { Status: < 400 } => null,
        // The answer to HEAD has no body to look at.
        _ when attack.Method == "HEAD" => null,
        { MediaType: not "application/problem+json" } => $"a refusal of type '{answer.MediaType}'",
        { Json: not JsonObject } => "a refusal without a document",
        _ => OnProblem(answer.Json!, answer.Status),
    };

    private static string? OnProblem(JsonNode problem, int status)
    {
        if (problem["status"] is not JsonValue value || !value.TryGetValue<int>(out var told) || told != status)
        {
            return "the problem's status is not the answer's";
        }

        var missing = ((string[])["code", "title", "traceId"]).FirstOrDefault(name => problem.Text(name).Length == 0);
        return missing is null ? null : $"the problem has no {missing}";
    }
}
