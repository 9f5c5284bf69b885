using System.Globalization;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Answers the requests that reach a region.</summary>
internal sealed class Router(AccountState state, Func<int, Uri> addressOf)
{
    private readonly MetadataRoutes _metadata = new(state);

    public async Task AnswerAsync(HttpContext http, int region, RegionFaults faults)
    {
        if (faults.IsHanging)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }

        if (faults.Delay > TimeSpan.Zero)
        {
            await Task.Delay(faults.Delay, http.RequestAborted);
        }

        var call = new Call(http.Request, region);
        var reply = await AnswerAsync(call, faults, http.RequestAborted);
        state.Log.Record(
            new RequestKind(
                state.Options.Regions[region],
                call.Operation,
                call.Path.Count > 3 && call.Path[0] == "dbs" ? NameOf(call.Path) : "",
                reply.Status),
            reply.Charge);
        switch (call.IsWrite && reply.Status < 300 ? faults.TakeLostAnswer() : null)
        {
            case AnswerLoss.TimedOut:
                await WriteAsync(http, call, Problems.Answer(408, 0, "The request timed out.", call));
                break;
            case AnswerLoss.Cut:
                http.Abort();
                break;
            case AnswerLoss.Silent:
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                break;
            default:
                await WriteAsync(http, call, reply);
                break;
        }
    }

    private async Task<Reply> AnswerAsync(Call call, RegionFaults faults, CancellationToken cancellation)
    {
        try
        {
            if (call.Path.Count == 0)
            {
                return MetadataRoutes.Answer(200, AccountDocument.Of(state, addressOf)) with { Charge = 0 };
            }

            if (!call.IsForItems)
            {
                return await _metadata.AnswerAsync(call, cancellation);
            }

            if (faults.TakeFailure() is { } failure)
            {
                return Problems.Answer(failure.Status, failure.SubStatus, "This fault was asked for.", call) with
                {
                    RetryAfter = failure.RetryAfter,
                };
            }

            return call.IsWrite && faults.AreWritesForbidden
                ? throw new RefusalException(403, "The requested operation cannot be performed at this region", 3)
                : await AnswerForItemsAsync(call, cancellation);
        }
        catch (RefusalException problem)
        {
            return Problems.Answer(problem.Status, problem.SubStatus, problem.Message, call);
        }
    }

    private async Task<Reply> AnswerForItemsAsync(Call call, CancellationToken cancellation)
    {
        var container = state.Find(call.Path[1]).Find(call.Path[3]);
        if (call.Operation is "query" or "read-feed" or "change-feed")
        {
            var scope = FeedScope.Of(call, container);
            return Throttled(call, scope.Partition) ?? Spent(scope.Partition, call.Operation == "change-feed"
                ? FeedRoutes.Changes(call, scope)
                : await FeedRoutes.QueryAsync(call, scope, cancellation));
        }

        if (call.Operation == "query-plan")
        {
            return await FeedRoutes.PlanAsync(call, container, cancellation);
        }

        var key = PartitionKeyValue.Parse(call[Headers.PartitionKey]
            ?? throw new RefusalException(400, "PartitionKey value must be supplied for this operation."));
        var partition = container.PartitionOf(key);
        return Throttled(call, partition)
            ?? Spent(partition, await ItemRoutes.AnswerAsync(call, container, partition, key, cancellation));
    }

    private Reply? Throttled(Call call, Partition partition) =>
        partition.Budget.Refuses(state.Options.RequestUnitsPerSecond, state.Geography.Now) is { } wait
            ? Problems.Answer(429, 3200, "Request rate is large.", call) with { RetryAfter = wait }
            : null;

    private static Reply Spent(Partition partition, Reply reply)
    {
        partition.Budget.Spend(reply.Charge);
        return reply with { Owner = partition.Owner };
    }

    private string NameOf(IReadOnlyList<string> path)
    {
        var database = state.Databases.GetValueOrDefault(path[1])
            ?? state.Databases.Values.FirstOrDefault(database => database.Rid == path[1]);
        return database?.Containers.Values
            .FirstOrDefault(container => container.Rid == path[3])?.Definition.Name ?? path[3];
    }

    private static async Task WriteAsync(HttpContext http, Call call, Reply reply)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.Headers[Headers.ActivityId] = call[Headers.ActivityId] ?? "00000000-0000-0000-0000-000000000000";
        response.Headers[Headers.RequestCharge] = reply.Charge.ToString("R", CultureInfo.InvariantCulture);
        Set(response, "ETag", reply.Etag);
        Set(response, Headers.Session, reply.Session);
        Set(response, Headers.OwnerPath, reply.Owner?.Path);
        Set(response, Headers.OwnerRid, reply.Owner?.Rid);
        Set(response, Headers.Continuation, reply.Continuation);
        Set(response, Headers.ItemCount, reply.Count?.ToString(CultureInfo.InvariantCulture));
        Set(response, Headers.SubStatus, reply.SubStatus == 0 ? null : $"{reply.SubStatus}");
        var wait = reply.RetryAfter is { } span ? $"{Math.Ceiling(span.TotalMilliseconds)}" : null;
        Set(response, Headers.RetryAfter, wait);
        if (!reply.Body.IsEmpty)
        {
            response.ContentType = reply.ContentType;
            response.ContentLength = reply.Body.Length;
            await response.Body.WriteAsync(reply.Body, http.RequestAborted);
        }
    }

    private static void Set(HttpResponse response, string header, string? value)
    {
        if (value is not null)
        {
            response.Headers[header] = value;
        }
    }
}
