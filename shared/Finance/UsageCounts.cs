namespace TwistedThreads.Commerce.Finance;

/// <summary>What was used: by one invocation, or summed over many.</summary>
/// <param name="Executions">Invocations.</param>
/// <param name="DurationMs">Wall-clock time inside functions, milliseconds.</param>
/// <param name="DocumentReads">Documents read, by id or by query.</param>
/// <param name="DocumentWrites">Documents written, patched or deleted.</param>
/// <param name="RequestUnits">Cosmos DB request units: reported by the service,
/// or estimated in the embedded home.</param>
/// <param name="Messages">Messages sent to queues.</param>
public sealed record UsageCounts(
    long Executions,
    double DurationMs,
    long DocumentReads,
    long DocumentWrites,
    double RequestUnits,
    long Messages)
{
    public static UsageCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    public static UsageCounts operator +(UsageCounts left, UsageCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Executions + right.Executions,
            left.DurationMs + right.DurationMs,
            left.DocumentReads + right.DocumentReads,
            left.DocumentWrites + right.DocumentWrites,
            left.RequestUnits + right.RequestUnits,
            left.Messages + right.Messages);
    }
}
