using TwistedThreads.Functions.Inventory.Drops;

namespace TwistedThreads.Functions.Tests.Inventory;

public sealed class SharedReadTests
{
    [Fact]
    public async Task Who_comes_during_a_reading_shares_the_next_one()
    {
        var began = new SemaphoreSlim(0);
        var gates = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var readings = 0;
        var shared = new SharedRead<int>(async () =>
        {
            var reading = Interlocked.Increment(ref readings);
            began.Release();
            await gates[reading - 1].Task;
            return reading;
        });

        var first = shared.ReadAsync(CancellationToken.None);
        await began.WaitAsync();
        var others = Enumerable.Range(0, 5).Select(_ => shared.ReadAsync(CancellationToken.None)).ToList();
        gates[0].SetResult();
        await began.WaitAsync();
        gates[1].SetResult();

        Assert.Equal(1, await first);
        Assert.All(await Task.WhenAll(others), reading => Assert.Equal(2, reading));
    }

    [Fact]
    public async Task A_reading_that_fails_fails_for_those_who_waited_for_it_alone()
    {
        var readings = 0;
        var shared = new SharedRead<int>(() => Interlocked.Increment(ref readings) == 1
            ? throw new TimeoutException("once")
            : Task.FromResult(readings));

        await Assert.ThrowsAsync<TimeoutException>(() => shared.ReadAsync(CancellationToken.None));
        Assert.Equal(2, await shared.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_given_a_reading_that_began_before_they_asked()
    {
        var value = 0;
        var shared = new SharedRead<int>(async () =>
        {
            var seen = Volatile.Read(ref value);
            await Task.Yield();
            return seen;
        });

        await Parallel.ForAsync(0, 2000, async (_, cancellation) =>
        {
            var mine = Interlocked.Increment(ref value);
            Assert.True(await shared.ReadAsync(cancellation) >= mine);
        });
    }
}
