using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>A transactional batch. Source: "Transactional batch operations" and service quotas: at most 100 operations
/// and 2 MB; one failing operation keeps its status, the others answer 424, and nothing is written.</summary>
internal static class BatchRun
{
    public const int MostOperations = 100;
    private const int FailedDependency = 424;

    /// <returns>The batch's own status and one outcome for each operation.</returns>
    public static (int Status, IReadOnlyList<ItemOutcome> Outcomes) Run(
        Transaction transaction, IReadOnlyList<ItemOperation> operations)
    {
        var outcomes = new List<ItemOutcome>(operations.Count);
        foreach (var operation in operations)
        {
            var outcome = ItemOperations.Run(transaction, operation);
            outcomes.Add(outcome);
            if (!outcome.IsSuccess)
            {
                transaction.CallOff();
                return (207, Dependent(outcomes, operations.Count));
            }
        }

        return (200, outcomes);
    }

    private static IReadOnlyList<ItemOutcome> Dependent(List<ItemOutcome> outcomes, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => index == outcomes.Count - 1
            ? outcomes[index]
            : new ItemOutcome(FailedDependency, index < outcomes.Count ? outcomes[index].Charge : 0)),
    ];
}
