using TwistedThreads.Commerce.Finance;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Finance;

public sealed class PriceSheetTests
{
    private static readonly PriceSheet Sheet = new(
        new DateOnly(2026, 11, 1), "USD", 2_048,
        [
            new MeterPrice(PriceSheet.ExecutionTime, 0.000026m, 1, "GB-s", "test"),
            new MeterPrice(PriceSheet.Executions, 0.40m, 1_000_000, "executions", "test"),
            new MeterPrice(PriceSheet.RequestUnits, 0.25m, 1_000_000, "RU", "test"),
            new MeterPrice(PriceSheet.Messages, 0.05m, 1_000_000, "operations", "test"),
        ]);

    [Fact]
    public void Usage_is_priced_meter_by_meter()
    {
        var cost = Sheet.Cost(new UsageCounts(2_000, 900, 4, 5, 3_000, 6_000), billedMs: 1_500);

        // By hand: 1.5 s × 2 GB × 0.000026; 2,000 × 0.40 ÷ 10⁶; 3,000 × 0.25 ÷ 10⁶; 2 × 6,000 × 0.05 ÷ 10⁶.
        Assert.Equal(
            new CostOfUsage(Dollars(0.000078m), Dollars(0.0008m), Dollars(0.00075m), Dollars(0.0006m)), cost);
        Assert.Equal(Dollars(0.002228m), cost.Total);
    }

    [Fact]
    public void Using_nothing_costs_nothing() =>
        Assert.Equal(Dollars(0m), Sheet.Cost(UsageCounts.None, 0).Total);

    [Fact]
    public void Costs_add_up_part_by_part()
    {
        var cost = Sheet.Cost(new UsageCounts(1_000, 0, 0, 0, 1_000, 500), 1_000);

        var twice = cost + cost;

        Assert.Equal(cost.Messages + cost.Messages, twice.Messages);
        Assert.Equal(cost.Total + cost.Total, twice.Total);
    }

    [Fact]
    public void A_sheet_that_lacks_a_meter_is_incomplete()
    {
        var fault = Assert.Throws<InvalidOperationException>(() =>
            (Sheet with { Meters = [.. Sheet.Meters.Skip(1)] }).Cost(UsageCounts.None, 0));

        Assert.Contains("functions-execution-time", fault.Message, StringComparison.Ordinal);
    }

    private static Money Dollars(decimal amount) => new(amount, "USD");
}
