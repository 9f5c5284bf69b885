using System.Text.Json;
using System.Text.Json.Serialization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory.Drops;

/// <summary>A bucket as it is stored. Patches add to top-level members alone, so the totals by bucket stand beside the
/// others: <c>to3</c>, <c>from3</c>, <c>toBooks</c>, <c>fromBooks</c>.</summary>
/// <param name="Drop">What the buckets of one drop have in common.</param>
public sealed record BucketForm(string Drop, LocationId Location, int Free, int Reserved, int Released)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Moved { get; init; }
}
