namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Names of headers, as the SDK sends and reads them.</summary>
internal static class Headers
{
    public const string ActivityId = "x-ms-activity-id";
    public const string BatchRequest = "x-ms-cosmos-is-batch-request";
    public const string Continuation = "x-ms-continuation";
    public const string EndHash = "x-ms-end-epk";
    public const string ItemCount = "x-ms-item-count";
    public const string IsQuery = "x-ms-documentdb-isquery";
    public const string IsQueryPlan = "x-ms-cosmos-is-query-plan-request";
    public const string IsUpsert = "x-ms-documentdb-is-upsert";
    public const string MaxItemCount = "x-ms-max-item-count";
    public const string OwnerPath = "x-ms-alt-content-path";
    public const string OwnerRid = "x-ms-content-path";
    public const string Partition = "x-ms-documentdb-partitionkeyrangeid";
    public const string PartitionKey = "x-ms-documentdb-partitionkey";
    public const string RequestCharge = "x-ms-request-charge";
    public const string RetryAfter = "x-ms-retry-after-ms";
    public const string Session = "x-ms-session-token";
    public const string StartHash = "x-ms-start-epk";
    public const string SubStatus = "x-ms-substatus";
}
