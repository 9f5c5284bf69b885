using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Sql;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Queries and feeds of one partition key or one physical partition.</summary>
internal static class FeedRoutes
{
    private const int StandardPage = 100;

    public static async Task<Reply> QueryAsync(Call call, FeedScope scope, CancellationToken cancellation)
    {
        var asked = call.Operation == "query"
            ? SqlAsked.Of(ItemBody.Parse(await call.ReadBodyAsync(cancellation)))
            : SqlAsked.Everything;
        var items = scope.Read(call, out var session);
        var page = SqlPage.Run(
            asked,
            scope.Container,
            items.OrderBy(item => item.Number),
            call.MaxItemCount(StandardPage),
            call[Headers.Continuation]);
        return new Reply(200)
        {
            Body = page.Body,
            Charge = page.Charge,
            Continuation = page.Continuation,
            Count = page.Count,
            Session = session,
        };
    }

    /// <summary>How clients are to run a query over several partitions.</summary>
    public static async Task<Reply> PlanAsync(Call call, Container container, CancellationToken cancellation)
    {
        var asked = SqlAsked.Of(ItemBody.Parse(await call.ReadBodyAsync(cancellation)));
        var plan = SqlPlan.Of(
            asked.Query, asked.Parameters, container.Definition, call[Headers.PartitionKey] is not null);
        return new Reply(200)
        {
            Body = System.Text.Encoding.UTF8.GetBytes(plan.ToJsonString()),
            Charge = RequestCharges.Smallest,
        };
    }

    /// <summary>Latest versions since a commit. Items of one commit stay on one page.</summary>
    public static Reply Changes(Call call, FeedScope scope)
    {
        if (call["A-IM"] is not ("Incremental Feed" or "Incremental feed"))
        {
            throw new RefusalException(400, "The simulator has the latest-version change feed only.");
        }

        var most = call.MaxItemCount(StandardPage);
        var (items, last, session) = scope.ReadChanges(call, StartOf(call), SinceOf(call), most);
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{last}\"");
        return items.Count == 0
            ? new Reply(304) { Etag = etag, Count = 0, Charge = RequestCharges.Smallest, Session = session }
            : new Reply(200)
            {
                Body = Write(scope.Container, items),
                Etag = etag,
                Charge = RequestCharges.OfFeed(items),
                Count = items.Count,
                Session = session,
            };
    }

    /// <returns>The commit after which to start; null where only what comes is wanted.</returns>
    private static long? StartOf(Call call) => call["If-None-Match"] switch
    {
        null or "" => 0,
        "*" => null,
        var token when long.TryParse(token.Trim('"'), NumberStyles.None, null, out var lsn) => lsn,
        var token => throw new RefusalException(400, $"The change feed's continuation {token} is invalid."),
    };

    private static DateTimeOffset? SinceOf(Call call) =>
        call["If-Modified-Since"] is { } text && call["If-None-Match"] is null or "*"
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since
            : null;

    private static byte[] Write(Container container, IReadOnlyList<Item> items)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("_rid", container.Rid);
        writer.WriteStartArray("Documents");
        foreach (var item in items)
        {
            // The feed adds the commit to the item.
            writer.WriteRawValue(item.Body.AsSpan(0, item.Body!.Length - 1).ToArray() is var open
                ? [.. open, .. System.Text.Encoding.UTF8.GetBytes($",\"_lsn\":{item.Lsn}}}")]
                : [], skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteNumber("_count", items.Count);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
