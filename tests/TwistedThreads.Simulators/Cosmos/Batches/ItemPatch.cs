using System.Text.Json;
using System.Text.Json.Nodes;
using TwistedThreads.Simulators.Cosmos.Sql;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>A partial update, <c>{"condition":"FROM c WHERE …","operations":[{"op":"incr","path":"/n",…}]}</c>.
/// Source: Azure Cosmos DB, "Partial document update".</summary>
internal sealed class ItemPatch
{
    private const int MostOperations = 10;

    private readonly List<PatchStep> _steps;
    private readonly SqlQuery? _condition;

    private ItemPatch(List<PatchStep> steps, SqlQuery? condition) => (_steps, _condition) = (steps, condition);

    /// <exception cref="RefusalException">400 where it is no patch.</exception>
    public static ItemPatch Parse(ReadOnlyMemory<byte> body)
    {
        var root = ItemBody.Parse(body);
        if (!root.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
        {
            throw new RefusalException(400, "The input content is invalid: a patch has 'operations'.");
        }

        if (operations.GetArrayLength() is < 1 or > MostOperations)
        {
            throw new RefusalException(400, $"The number of patch operations must be 1 to {MostOperations}.");
        }

        var condition = root.TryGetProperty("condition", out var text) && text.ValueKind == JsonValueKind.String
            ? SqlQuery.ParseCondition(text.GetString()!)
            : null;
        return new ItemPatch([.. operations.EnumerateArray().Select(PatchStep.Parse)], condition);
    }

    public bool AppliesTo(Item item) => _condition is null || _condition.Matches(item, SqlParameters.None);

    /// <returns>The patched body, with the old system properties.</returns>
    public JsonElement Apply(Item item)
    {
        var root = JsonNode.Parse(item.Body)!.AsObject();
        foreach (var step in _steps)
        {
            step.Apply(root);
        }

        return JsonSerializer.SerializeToElement(root);
    }
}
