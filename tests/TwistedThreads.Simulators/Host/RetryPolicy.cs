using System.Globalization;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>How the host repeats a timer or a batch of changed documents that failed.</summary>
/// <param name="MaxRetryCount">-1 for ever.</param>
public sealed record RetryPolicy(int MaxRetryCount, TimeSpan Shortest, TimeSpan Longest)
{
    public static RetryPolicy? Of(JObject? retry) => (string?)retry?["strategy"] switch
    {
        null => null,
        "fixedDelay" => new RetryPolicy(
            (int)retry["maxRetryCount"]!, Duration(retry, "delayInterval"), Duration(retry, "delayInterval")),
        "exponentialBackoff" => new RetryPolicy(
            (int)retry["maxRetryCount"]!, Duration(retry, "minimumInterval"), Duration(retry, "maximumInterval")),
        var other => throw new FunctionsHostException($"There is no retry strategy '{other}'."),
    };

    public bool Allows(int retry) => MaxRetryCount < 0 || retry <= MaxRetryCount;

    /// <param name="retry">1 for the first one.</param>
    public TimeSpan PauseBefore(int retry)
    {
        var doubled = Shortest * Math.Pow(2, Math.Min(retry - 1, 30));
        return doubled < Longest ? doubled : Longest;
    }

    private static TimeSpan Duration(JObject retry, string member) =>
        TimeSpan.Parse((string)retry[member]!, CultureInfo.InvariantCulture);
}
