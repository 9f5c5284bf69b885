using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json;

namespace TwistedThreads.Simulators.Tests.Cosmos;

/// <summary>The SDK carries the service's own planner as a native library: it judges the simulator's plans.</summary>
public sealed class QueryPlanTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Theory]
    [InlineData("SELECT * FROM c")]
    [InlineData("SELECT * FROM c WHERE c.n > 1")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.n DESC")]
    [InlineData("SELECT c.id, c.n AS z FROM c WHERE c.a = 1 ORDER BY c.n DESC, c.s ASC")]
    [InlineData("SELECT * FROM c ORDER BY c.n OFFSET 1 LIMIT 2")]
    [InlineData("SELECT * FROM c OFFSET 1 LIMIT 2")]
    [InlineData("SELECT TOP @n VALUE c.id FROM c")]
    [InlineData("SELECT TOP 3 * FROM c ORDER BY c.n")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.n > 1")]
    [InlineData("SELECT VALUE SUM(c.n) FROM c")]
    [InlineData("SELECT VALUE MIN(c.n) FROM c")]
    [InlineData("SELECT VALUE MAX(c.n) FROM c")]
    [InlineData("SELECT VALUE AVG(c.n) FROM c")]
    [InlineData("SELECT COUNT(1) AS k FROM c")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.orderId = @p")]
    [InlineData("SELECT * FROM c WHERE c.orderId = 'a' OR c.orderId = 'b'")]
    [InlineData("SELECT * FROM c WHERE c.orderId IN ('a', 'b') AND c.n = 1")]
    [InlineData("SELECT * FROM c WHERE c.orderId = 'a' OR c.n = 1")]
    public async Task A_plan_is_that_of_the_services_planner(string query)
    {
        await using var shop = await Shop.OpenAsync();
        object[] parameters = [new { name = "@n", value = 5 }, new { name = "@p", value = "x" }];
        var body = new { query, parameters };
        using var http = new HttpClient { BaseAddress = shop.Account.Endpoint };
        using var request = new HttpRequestMessage(HttpMethod.Post, "dbs/shop/colls/orders/docs")
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("x-ms-cosmos-is-query-plan-request", "True");

        using var response = await http.SendAsync(request);
        var plan = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var judge = JsonNode.Parse(PlanOfTheService(System.Text.Json.JsonSerializer.Serialize(body)))!;

        Assert.Equal(Plain(judge["queryInfo"]!), Plain(plan["queryInfo"]!));
        Assert.Equal(judge["queryRanges"]!.ToJsonString(), plan["queryRanges"]!.ToJsonString());
    }

    // The planner adds brackets and spaces of its own.
    private static string Plain(JsonNode info) =>
        info.ToJsonString().Replace("\\n", "").Replace(" ", "").Replace("(", "").Replace(")", "").Replace("ASC", "")
            .Replace("\\u0022", "'").Replace("\\u0027", "'");

    private static string PlanOfTheService(string query)
    {
        var client = typeof(CosmosClient).Assembly;
        var type = client.GetType("Microsoft.Azure.Cosmos.Query.Core.QueryPlan.QueryPartitionProvider", true)!;
        var settings = new Dictionary<string, object>
        {
            ["maxSqlQueryInputLength"] = 262144,
            ["sqlAllowTop"] = true,
            ["sqlAllowAggregateFunctions"] = true,
            ["maxLogicalAndPerSqlQuery"] = 500,
            ["maxLogicalOrPerSqlQuery"] = 500,
            ["maxInExpressionItemsCount"] = 500,
            ["maxJoinsPerSqlQuery"] = 5,
            ["allowNewKeywords"] = true,
        };
        var planner = Activator.CreateInstance(type, All, null, [settings], null);
        var method = type.GetMethod("TryGetPartitionedQueryExecutionInfo", All)!;
        var key = JsonConvert.DeserializeObject(
            """{"paths":["/orderId"],"kind":"Hash","version":2}""",
            method.GetParameters().Single(parameter => parameter.Name == "partitionKeyDefinition").ParameterType);
        var on = new[] { "requireFormattableOrderByQuery", "isContinuationExpected", "allowNonValueAggregateQuery" };
        var plan = method.Invoke(planner, [.. method.GetParameters().Select(parameter => parameter.Name switch
        {
            "querySpecJsonString" => query,
            "partitionKeyDefinition" => key,
            var name when parameter.ParameterType == typeof(bool) => on.Contains(name),
            _ => parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, 0) : null,
        })])!;
        return JsonConvert.SerializeObject(plan.GetType().GetProperty("Result")!.GetValue(plan));
    }
}
