using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Finance;

/// <summary>What the cloud charges, as data with a date and a source: prices age.</summary>
/// <param name="AsOf">Day on which the prices were read.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="InstanceMemoryMb">Memory of one Flex Consumption instance: 512, 2,048 or 4,096 MB.</param>
public sealed record PriceSheet(
    DateOnly AsOf, string Currency, int InstanceMemoryMb, IReadOnlyList<MeterPrice> Meters)
{
    public const string ExecutionTime = "functions-execution-time";
    public const string Executions = "functions-executions";
    public const string RequestUnits = "cosmos-request-units";
    public const string Messages = "service-bus-operations";

    /// <summary>Prices usage.</summary>
    /// <param name="usage">What was used.</param>
    /// <param name="billedMs">Billed active time that falls to it, milliseconds.</param>
    /// <remarks>A message is two operations at least: it is sent and it is received.</remarks>
    public CostOfUsage Cost(UsageCounts usage, double billedMs)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var gigabyteSeconds = billedMs / 1000 * InstanceMemoryMb / 1024;
        return new CostOfUsage(
            Price(ExecutionTime, gigabyteSeconds),
            Price(Executions, usage.Executions),
            Price(RequestUnits, usage.RequestUnits),
            Price(Messages, usage.Messages * 2.0));
    }

    /// <exception cref="InvalidOperationException">The sheet lacks a meter: it is incomplete.</exception>
    private Money Price(string meter, double quantity)
    {
        var price = Meters.FirstOrDefault(price => string.Equals(price.Meter, meter, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The price sheet of {AsOf:O} lacks {meter}.");
        return new Money(Math.Round((decimal)quantity * price.Price / price.Per, 12), Currency);
    }
}

/// <summary>The price of one meter.</summary>
/// <param name="Price">For <paramref name="Per"/> units, in the sheet's currency.</param>
/// <param name="Source">Where it was read.</param>
public sealed record MeterPrice(string Meter, decimal Price, decimal Per, string Unit, string Source);

/// <summary>The parts of a cost.</summary>
public sealed record CostOfUsage(Money ExecutionTime, Money Executions, Money Documents, Money Messages)
{
    public Money Total => ExecutionTime + Executions + Documents + Messages;

    public static CostOfUsage operator +(CostOfUsage left, CostOfUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.ExecutionTime + right.ExecutionTime,
            left.Executions + right.Executions,
            left.Documents + right.Documents,
            left.Messages + right.Messages);
    }
}
