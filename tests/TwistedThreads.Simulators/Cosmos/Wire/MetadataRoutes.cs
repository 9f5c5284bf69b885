using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Databases, containers, their partitions and their throughput.</summary>
internal sealed class MetadataRoutes(AccountState state)
{
    private const double Charge = 1;

    public async Task<Reply> AnswerAsync(Call call, CancellationToken cancellation)
    {
        switch (call.Method, call.Path)
        {
            case ("POST", ["dbs"] or ["offers"]) when call.Has(Headers.IsQuery):
                throw new RefusalException(400, "The simulator does not query databases and offers.");
            case ("POST", ["dbs"]):
                return Answer(201, state.Create(ItemBody.Parse(await call.ReadBodyAsync(cancellation))).ToJson());
            case ("GET", ["dbs"]):
                return List("", "Databases", state.Databases.Values.Select(database => database.ToJson()));
            case ("GET", ["dbs", var database]):
                return Answer(200, state.Find(database).ToJson());
            case ("DELETE", ["dbs", var database]):
                state.Databases.TryRemove(state.Find(database).Name, out _);
                return new Reply(204) { Charge = Charge };
            case ("POST", ["dbs", var database, "colls"]):
                var wanted = new ContainerDefinition(ItemBody.Parse(await call.ReadBodyAsync(cancellation)));
                return Answer(201, state.Find(database).Create(wanted).ToJson());
            case ("GET", ["dbs", var database, "colls"]):
                var owner = state.Find(database);
                return List(
                    owner.Rid, "DocumentCollections", owner.Containers.Values.Select(container => container.ToJson()));
            case (_, ["dbs", var database, "colls", var name, ..]):
                return await AnswerAsync(call, state.Find(database).Find(name), cancellation);
            default:
                throw new RefusalException(
                    400, $"The simulator does not know {call.Method} /{string.Join('/', call.Path)}.");
        }
    }

    private async Task<Reply> AnswerAsync(Call call, Container container, CancellationToken cancellation)
    {
        switch (call.Method, call.Path.Count > 4 ? call.Path[4] : null)
        {
            case ("GET", null):
                return Answer(200, container.ToJson());
            case ("PUT", null):
                container.Redefine(
                    new ContainerDefinition(ItemBody.Parse(await call.ReadBodyAsync(cancellation))),
                    Etags.Of(state.Geography.NextWrite(), state.Geography.Now.ToUnixTimeSeconds()));
                return Answer(200, container.ToJson());
            case ("DELETE", null):
                container.Database.Containers.TryRemove(container.Definition.Name, out _);
                return new Reply(204) { Charge = Charge };
            case ("GET", "pkranges"):
                return Ranges(call, container);
            default:
                throw new RefusalException(400, $"The simulator does not know {call.Method} on {call.Path[^1]}.");
        }
    }

    // A change feed of partitions: all of them once, then nothing new.
    private static Reply Ranges(Call call, Container container)
    {
        var etag = $"\"{container.Partitions.Count}\"";
        if (call["If-None-Match"] == etag)
        {
            return new Reply(304) { Etag = etag, Charge = Charge };
        }

        var ranges = container.Partitions.Select(partition => new JsonObject
        {
            ["_rid"] = ResourceId.OfRange(container.Rid, partition.Number),
            ["id"] = partition.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["_etag"] = Etags.Of(partition.Number, 0),
            ["minInclusive"] = partition.From,
            ["maxExclusive"] = partition.Until,
            ["ridPrefix"] = partition.Number,
            ["_self"] = $"{container.Self}pkranges/{ResourceId.OfRange(container.Rid, partition.Number)}/",
            ["throughputFraction"] = 1.0 / container.Partitions.Count,
            ["status"] = "online",
            ["parents"] = new JsonArray(),
            ["ownedArchivalPKRangeIds"] = new JsonArray(),
            ["_ts"] = 0,
            ["lsn"] = 1,
        });
        return List(container.Rid, "PartitionKeyRanges", ranges) with { Etag = etag };
    }

    private static Reply List(string rid, string name, IEnumerable<JsonObject> entries)
    {
        var all = new JsonArray([.. entries]);
        var count = all.Count;
        return Answer(200, new JsonObject { ["_rid"] = rid, [name] = all, ["_count"] = count }) with
        {
            Etag = null,
            Count = count,
        };
    }

    public static Reply Answer(int status, JsonObject body) => new(status)
    {
        Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
        Etag = (string?)body["_etag"],
        Charge = Charge,
    };
}
