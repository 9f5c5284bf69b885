using System.Globalization;
using Microsoft.Azure.Cosmos;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Where a reader of the change feed stands: the service's own token, or a time to begin at.</summary>
public static class CosmosCursor
{
    private const string TimePrefix = "since ";

    /// <summary>Before everything that was written at this time or later.</summary>
    public static string At(DateTimeOffset since) => TimePrefix + since.ToString("O", CultureInfo.InvariantCulture);

    public static ChangeFeedStartFrom Start(string? cursor) => cursor switch
    {
        null => ChangeFeedStartFrom.Beginning(),
        _ when cursor.StartsWith(TimePrefix, StringComparison.Ordinal) => ChangeFeedStartFrom.Time(
            DateTimeOffset.Parse(cursor[TimePrefix.Length..], CultureInfo.InvariantCulture).UtcDateTime),
        _ => ChangeFeedStartFrom.ContinuationToken(cursor),
    };
}
