using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>Timer functions that remember when they ran and what they were told.</summary>
internal sealed class KeepTime(Func<DateTimeOffset> now)
{
    public ConcurrentQueue<Run> Hours { get; } = [];

    public ConcurrentQueue<Run> Seconds { get; } = [];

    public Func<Task> Deed { get; set; } = static () => Task.CompletedTask;

    [Function("StrikeHour")]
    public async Task HourAsync([TimerTrigger("%HourlySchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        Hours.Enqueue(new Run(now(), timer.ScheduleStatus!, timer.IsPastDue));
        await Deed();
    }

    [Function("StrikeSecond")]
    public Task SecondAsync([TimerTrigger("%SecondlySchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        Seconds.Enqueue(new Run(now(), timer.ScheduleStatus!, timer.IsPastDue));
        return Task.CompletedTask;
    }

    internal sealed record Run(DateTimeOffset At, ScheduleStatus Status, bool IsPastDue);
}
