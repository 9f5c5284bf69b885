using System.Globalization;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Fact]
    public async Task Many_patches_of_one_counter_add_up_exactly()
    {
        await GivenAsync(Create("counter", new { n = 0 }));

        await TogetherAsync(64, async _ =>
        {
            for (var index = 0; index < 100; index++)
            {
                Assert.True((await CommitAsync(Add("counter", "n", 1))).IsCommitted);
            }
        });

        Assert.Equal(6400, await NumberAsync("counter", "n"));
    }

    [Fact]
    public async Task Optimistic_writers_lose_no_increment()
    {
        await GivenAsync(Create("counter", new { n = 0 }));
        var lost = 0;

        await TogetherAsync(64, async _ =>
        {
            for (var done = 0; done < 5;)
            {
                var current = (await ReadAsync("counter"))!;
                var next = current.As<Counter>().N + 1;
                var outcome = await CommitAsync(Replace("counter", current.ETag, new { n = next }));
                done += outcome.IsCommitted ? 1 : 0;
                Interlocked.Add(ref lost, outcome.Rejection == BatchRejection.ETagMismatch ? 1 : 0);
            }
        });

        Assert.Equal(320, await NumberAsync("counter", "n"));
        Assert.True(lost > 0, "Nobody lost a race: the test proves nothing.");
    }

    [Fact]
    public async Task Of_many_buyers_only_as_many_are_served_as_there_are_pieces()
    {
        await GivenAsync(Create("level", new { onHand = 20, reserved = 0 }));

        var outcomes = await TogetherAsync(64, buyer => CommitAsync(
            Add("level", "reserved", 1, new AtLeast("onHand", 1, Minus: "reserved")),
            Create(string.Create(CultureInfo.InvariantCulture, $"reservation{buyer}"))));

        Assert.Equal(20, outcomes.Count(outcome => outcome.IsCommitted));
        Assert.All(
            outcomes.Where(outcome => !outcome.IsCommitted),
            outcome => AssertRejected(BatchRejection.ConditionFailed, 0, outcome));
        Assert.Equal(20, await NumberAsync("level", "reserved"));
        Assert.Equal(20, (await IdsAsync(OwnThings with { IdPrefix = "reservation" })).Count);
    }

    [Fact]
    public async Task Of_many_who_create_one_id_one_wins()
    {
        var outcomes = await TogetherAsync(32, writer => CommitAsync(Create("id", new { n = writer })));

        var winner = Assert.Single(outcomes, outcome => outcome.IsCommitted);
        Assert.Equal(winner.ETags[0], (await ReadAsync("id"))!.ETag);
        Assert.Equal(Array.IndexOf(outcomes, winner), await NumberAsync("id", "n"));
    }

    private static Task TogetherAsync(int tasks, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, tasks).Select(index => Task.Run(() => work(index))));

    private static Task<BatchOutcome[]> TogetherAsync(int tasks, Func<int, Task<BatchOutcome>> work) =>
        Task.WhenAll(Enumerable.Range(0, tasks).Select(index => Task.Run(() => work(index))));

    private sealed record Counter(long N);
}
