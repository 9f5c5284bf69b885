using TwistedThreads.Commerce.Finance;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Finance;

public sealed class UsageDayTests
{
    private static readonly UsageDay Morning = Day(
        [("PlaceOrder", "http", 300), ("ShowOrder", "http", 100), ("ApplyScan", "queue", 50)],
        [("http", 1_000), ("queue", 1_000)]);

    private static readonly UsageDay Evening = Day([("ShowOrder", "http", 200)], [("http", 1_100)]);

    [Fact]
    public void Days_of_several_processes_add_up()
    {
        var sum = Morning + Evening;

        Assert.Equal(new UsageCounts(2, 300, 2, 4, 6, 8), sum.Functions["ShowOrder"]);
        Assert.Equal(2_100, sum.ActiveMs["http"]);
        Assert.Equal("queue", sum.Groups["ApplyScan"]);
        Assert.Equal(300, sum.Functions["PlaceOrder"].DurationMs);
    }

    [Fact]
    public void An_empty_day_adds_nothing()
    {
        var sum = UsageDay.Empty + Morning + UsageDay.Empty;

        Assert.Equal(Morning.Functions, sum.Functions);
        Assert.Equal(Morning.ActiveMs, sum.ActiveMs);
        Assert.Equal(Morning.Groups, sum.Groups);
    }

    [Theory]
    [InlineData("PlaceOrder", 300, 750)] // 1,000 × 300 ÷ (300 + 100).
    [InlineData("PlaceOrder", 30, 75)] // One order's tenth of it.
    [InlineData("ShowOrder", 100, 250)]
    [InlineData("ApplyScan", 50, 1_000)] // Alone in its group.
    [InlineData("PlaceOrder", 9_999, 1_000)] // Nobody bears more than the whole bill.
    [InlineData("Unknown", 50, 0)]
    public void A_groups_bill_is_shared_by_running_time(string function, double running, double billed) =>
        Assert.Equal(billed, Morning.BilledMs(function, running), precision: 9);

    [Fact]
    public void A_group_in_which_nothing_ran_bills_nobody() =>
        Assert.Equal(0, Day([("PlaceOrder", "http", 0)], [("http", 1_000)]).BilledMs("PlaceOrder", 0));

    [Fact]
    public void The_shares_of_all_functions_are_the_bill()
    {
        var generator = new Generator(11);
        for (var round = 0; round < 200; round++)
        {
            var day = Generator.Many(5, () => Draw(generator)).Aggregate(UsageDay.Empty, (sum, one) => sum + one);

            foreach (var (group, active) in day.ActiveMs)
            {
                var shares = day.Functions
                    .Where(function => day.Groups[function.Key] == group)
                    .Sum(function => day.BilledMs(function.Key, function.Value.DurationMs));
                Assert.Equal(active, shares, tolerance: 1e-6);
            }
        }
    }

    private static UsageDay Draw(Generator generator) => Day(
        [
            ("PlaceOrder", "http", generator.Between(1, 900)),
            ("ShowOrder", "http", generator.Between(0, 900)),
            ("ApplyScan", "queue", generator.Between(1, 900)),
        ],
        [("http", generator.Between(1, 50) * 100), ("queue", generator.Between(1, 50) * 100)]);

    // One invocation each: one document read, two written, three request units, four messages.
    private static UsageDay Day(
        (string Function, string Group, double Running)[] used, (string Group, long Ms)[] active) =>
        new(
            used.ToDictionary(one => one.Function, one => new UsageCounts(1, one.Running, 1, 2, 3, 4)),
            active.ToDictionary(one => one.Group, one => one.Ms),
            used.ToDictionary(one => one.Function, one => one.Group));
}
