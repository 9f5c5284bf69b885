using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Functions.Platform.Telemetry;

/// <summary>What was used since the meter was last emptied.</summary>
/// <param name="Functions">By function.</param>
/// <param name="ActiveMs">Billed active time by scale group, milliseconds.</param>
/// <param name="Groups">Scale group of each function.</param>
/// <param name="Subjects">By order and function.</param>
public sealed record UsageReading(
    IReadOnlyDictionary<string, UsageCounts> Functions,
    IReadOnlyDictionary<string, long> ActiveMs,
    IReadOnlyDictionary<string, string> Groups,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, UsageCounts>> Subjects);
