using TwistedThreads.Commerce.Finance;

namespace TwistedThreads.Commerce.Tests.Finance;

/// <summary>Source of the expected bills: Microsoft Learn, "Azure Functions Flex Consumption plan hosting: billing",
/// 2025-10: at least 1,000 ms for each active period, then rounded up to the next 100 ms.</summary>
public sealed class ActiveTimeTests
{
    private readonly ActiveTime _time = new();

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 1_100)]
    [InlineData(1_100, 1_100)]
    [InlineData(61_250, 61_300)]
    public void One_call_is_billed_from_a_second_up_in_steps_of_a_tenth(long running, long billed)
    {
        Run(5_000, 5_000 + running);

        Assert.Equal(billed, _time.Drain(1_000_000));
    }

    [Fact]
    public void Nothing_running_costs_nothing() => Assert.Equal(0, _time.Drain(1_000_000));

    [Fact]
    public void Calls_that_overlap_share_the_bill()
    {
        _time.Begin(0);
        _time.Begin(500);
        _time.End(1_500);
        _time.End(2_000);

        Assert.Equal(2_000, _time.Drain(9_000)); // Apart they would cost 1,500 + 1,500.
    }

    [Fact]
    public void A_call_within_the_paid_second_is_free()
    {
        Run(0, 100);
        Run(600, 900);

        Assert.Equal(1_000, _time.Drain(9_000));
    }

    [Theory]
    [InlineData(1_000, 1_050, 1_100)] // The paid second has just ended: it goes on, up to the next step.
    [InlineData(1_001, 1_050, 2_000)] // It had ended: another second.
    [InlineData(5_000, 6_500, 2_500)] // 1,000 and 1,500.
    public void After_a_pause_a_new_period_begins(long start, long end, long billed)
    {
        Run(0, 100);
        Run(start, end);

        Assert.Equal(billed, _time.Drain(9_000));
    }

    [Fact]
    public void What_was_read_once_is_not_billed_again()
    {
        Run(0, 1_250);

        Assert.Equal(1_300, _time.Drain(2_000));
        Assert.Equal(0, _time.Drain(3_000));
    }

    [Fact]
    public void What_still_runs_is_billed_up_to_now_and_the_rest_later()
    {
        _time.Begin(0);

        Assert.Equal(1_000, _time.Drain(300)); // The first second is due at once.
        Assert.Equal(0, _time.Drain(900));
        Assert.Equal(600, _time.Drain(1_550)); // 1,600 in all.

        _time.End(1_700);
        Assert.Equal(100, _time.Drain(5_000)); // 1,700 in all.
    }

    [Fact]
    public void However_often_it_is_read_the_bill_is_the_same()
    {
        Run(0, 250);
        var read = _time.Drain(400);
        Run(700, 1_730);
        read += _time.Drain(1_740);
        Run(1_780, 1_790);
        read += _time.Drain(1_795);
        Run(4_000, 4_001);
        read += _time.Drain(9_000);

        // By hand: from 0 to 1,790 without leaving what is paid, so 1,800; then a second.
        Assert.Equal(2_800, read);
    }

    private void Run(long start, long end)
    {
        _time.Begin(start);
        _time.End(end);
    }
}
