using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

public sealed class TimerPumpTests : IAsyncLifetime
{
    private readonly KeepTime _time;
    private readonly SmallHome _home;

    public TimerPumpTests()
    {
        _time = new KeepTime(() => _home!.Clock.GetUtcNow());
        _home = new SmallHome(_time);
    }

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_timer_does_not_run_before_its_time()
    {
        _home.Clock.Set(At(10, 59, 57));

        for (var second = At(10, 59, 57); second <= At(11, 0, 1); second = second.AddSeconds(1))
        {
            _home.Clock.Set(second);
            await Eventually.IsAsync(() => _time.Seconds.Any(run => run.At == second), "the second struck");
        }

        await Eventually.IsAsync(() => !_time.Hours.IsEmpty, "the hour struck");
        var run = Assert.Single(_time.Hours);
        Assert.InRange(run.At, At(11, 0, 0), At(11, 0, 1));
        Assert.Equal((At(11, 0, 0), false), (run.Status.Next, run.IsPastDue));
    }

    [Fact]
    public async Task What_was_missed_while_closed_is_made_up_for_once()
    {
        await _home.StopAsync();
        _home.Clock.Set(At(13, 30, 0));

        await StartAsync();
        await Eventually.IsAsync(() => !_time.Hours.IsEmpty, "the missed hours struck");
        await Eventually.IsAsync(() => NextIs(At(14, 0, 0)), "the run was noted");
        _home.Clock.Set(At(14, 0, 0));
        await Eventually.IsAsync(() => _time.Hours.Count > 1, "the next hour struck");

        Assert.Equal(
            [(At(11, 0, 0), true), (At(14, 0, 0), false)],
            _time.Hours.Select(run => (run.Status.Next, run.IsPastDue)));
    }

    [Fact]
    public async Task A_restart_before_the_time_changes_nothing()
    {
        await _home.StopAsync();
        _home.Clock.Set(At(10, 45, 0));
        await StartAsync();

        _home.Clock.Set(At(11, 0, 0));
        await Eventually.IsAsync(() => !_time.Hours.IsEmpty, "the hour struck");

        Assert.False(_time.Hours.Single().IsPastDue);
    }

    [Fact]
    public async Task A_leap_of_the_clock_is_one_late_run()
    {
        _home.Clock.Advance(TimeSpan.FromDays(3));

        await Eventually.IsAsync(() => NextIs(At(11, 0, 0).AddDays(3)), "the run was noted");

        var run = Assert.Single(_time.Hours);
        Assert.True(run.IsPastDue);
        Assert.Equal(At(11, 0, 0), run.Status.Next);
    }

    [Fact]
    public async Task A_failed_run_is_not_repeated_and_the_next_one_comes()
    {
        _time.Deed = static () => throw new InvalidOperationException("no");
        _home.Clock.Set(At(11, 0, 0));
        await Eventually.IsAsync(() => NextIs(At(12, 0, 0)), "the failed run was noted");

        _home.Clock.Set(At(12, 0, 0));
        await Eventually.IsAsync(() => NextIs(At(13, 0, 0)), "the next run was noted");

        Assert.Equal([At(11, 0, 0), At(12, 0, 0)], _time.Hours.Select(run => run.Status.Next));
    }

    [Fact]
    public async Task A_timer_outlives_a_disk_that_would_not_write()
    {
        _time.Deed = () => ExecuteAsync("DROP TABLE IF EXISTS timers");
        _home.Clock.Set(At(11, 0, 0));
        await Eventually.IsAsync(() => _time.Hours.Count == 1, "the hour struck");

        _home.Clock.Set(At(12, 0, 0));
        await Eventually.IsAsync(() => _time.Hours.Count == 2, "the next hour struck");
    }

    [Fact]
    public async Task A_schedule_that_was_changed_while_closed_counts_at_once()
    {
        await _home.StopAsync();
        _home.Settings["HourlySchedule"] = "0 */5 * * * *";
        _home.Clock.Set(At(10, 17, 0));
        await StartAsync(hour: At(10, 20, 0));

        _home.Clock.Set(At(10, 20, 0));
        await Eventually.IsAsync(() => !_time.Hours.IsEmpty, "the new schedule struck");

        Assert.Equal(At(10, 20, 0), _time.Hours.Single().Status.Next);
    }

    private async Task StartAsync(DateTimeOffset? hour = null)
    {
        await _home.StartAsync();
        await Eventually.IsAsync(
            () => hour is null ? Next("StrikeHour") is not null : NextIs(hour.Value), "the timer was noted");
        await Eventually.IsAsync(() => Next("StrikeSecond") is not null, "the other timer was noted");
    }

    private bool NextIs(DateTimeOffset next) => Next("StrikeHour") == next.ToUnixTimeMilliseconds();

    private long? Next(string function) => _home.File.Read(
        session => session.Scalar("SELECT next FROM timers WHERE function = $0", function));

    private Task<int> ExecuteAsync(string sql) => _home.File.WriteAsync(
        session => WriteVerdict.Keep(session.Execute(sql)), CancellationToken.None);

    // On the day on which the clock of every test begins, a Friday, at a quarter past ten.
    private static DateTimeOffset At(int hour, int minute, int second) =>
        new(2026, 11, 20, hour, minute, second, TimeSpan.Zero);
}
