using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>The answer to <c>GET /</c>: which regions there are and what clients should know.</summary>
internal static class AccountDocument
{
    // What the service tells its clients about its query engine.
    private const string QueryEngine =
        """
        {"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":10,"maxLogicalAndPerSqlQuery":2000,
        "maxLogicalOrPerSqlQuery":2000,"maxUdfRefPerSqlQuery":10,"maxInExpressionItemsCount":16000,
        "queryMaxInMemorySortDocumentCount":500,"maxQueryRequestTimeoutFraction":0.9,
        "sqlAllowNonFiniteNumbers":false,"sqlAllowAggregateFunctions":true,"sqlAllowSubQuery":true,
        "sqlAllowScalarSubQuery":true,"allowNewKeywords":true,"sqlAllowLike":true,"sqlAllowGroupByClause":true,
        "maxSpatialQueryCells":12,"spatialMaxGeometryPointCount":256,"sqlDisableQueryILOptimization":false,
        "sqlDisableFilterPlanOptimization":false,"sqlAllowTop":true,"enableSpatialIndexing":true}
        """;

    public static JsonObject Of(AccountState state, Func<int, Uri> addressOf)
    {
        var write = state.Geography.WriteRegion;
        var online = Enumerable.Range(0, state.Options.Regions.Count)
            .Where(region => !state.Offline.ContainsKey(region))
            .OrderBy(region => region == write ? -1 : region);
        return new JsonObject
        {
            ["_self"] = "",
            ["id"] = "simulator",
            ["_rid"] = "simulator.documents.azure.com",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = new JsonArray(Location(write)),
            ["readableLocations"] = new JsonArray([.. online.Select(Location)]),
            ["enableMultipleWriteLocations"] = false,
            ["enablePerPartitionFailoverBehavior"] = state.Options.IsPartitionFailoverOn,
            ["userReplicationPolicy"] = Replication(3),
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Session" },
            ["systemReplicationPolicy"] = Replication(3),
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = QueryEngine.ReplaceLineEndings(""),
        };

        JsonNode Location(int region) => new JsonObject
        {
            ["name"] = state.Options.Regions[region],
            ["databaseAccountEndpoint"] = addressOf(region).ToString(),
        };
    }

    private static JsonObject Replication(int least) => new()
    {
        ["asyncReplication"] = false,
        ["minReplicaSetSize"] = least,
        ["maxReplicasetSize"] = 4,
    };
}
