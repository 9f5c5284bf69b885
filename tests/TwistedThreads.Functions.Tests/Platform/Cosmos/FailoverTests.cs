using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Hosting;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>Whatever moment the write region is lost at: what was acknowledged is there afterwards, and once.</summary>
public sealed class FailoverTests : CosmosTrouble
{
    private const int Writers = 8;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tried = new(StringComparer.Ordinal);

    protected override CosmosOptions Change(CosmosOptions options) => base.Change(options) with
    {
        WriteDeadline = TimeSpan.FromSeconds(2),
        ReadDeadline = TimeSpan.FromSeconds(1),
        ConfirmWithin = TimeSpan.FromSeconds(2),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_was_acknowledged_is_there_after_a_failover_and_once(int seed)
    {
        var random = new Random(seed);
        await OpenLiveAsync(new CosmosAccountOptions { PartitionsPerContainer = 2 });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Engine.Documents.CommitAsync(
            Orders, $"{writer}", [Create("counter", 0)], CancellationToken.None)));
        Account.ReplicationLag = TimeSpan.FromMilliseconds(random.Next(0, 200));
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(writer => WriteOnAsync(writer, done.Token)).ToList();

        var loseAfter = random.Next(1, 60);
        await Eventually.IsAsync(() => _acknowledged.Count >= loseAfter, "writes go on");
        await WestRegion.Refuse(CancellationToken.None);
        Account.FailOver(North);
        var before = _acknowledged.Count;
        await Eventually.IsAsync(() => _acknowledged.Count > before + 16, "writes go on in the other region");
        Account.ReplicationLag = TimeSpan.Zero;
        await WestRegion.Restore(CancellationToken.None);
        Account.FailBack(West);
        before = _acknowledged.Count;
        await Eventually.IsAsync(() => _acknowledged.Count > before + 16, "writes go on in the old region");
        await done.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(0, Engine.Warnings.Count);

        // The id of a lost first attempt may be there by its repetition: what must not be lost is the version told.
        var told = _acknowledged.Values.ToHashSet();
        Assert.DoesNotContain(Account.Conflicts, lost => told.Contains(lost.Etag));
        for (var writer = 0; writer < Writers; writer++)
        {
            await CheckAsync($"{writer}");
        }
    }

    private async Task CheckAsync(string writer)
    {
        var kept = await Engine.Documents
            .QueryAllAsync(new DocumentQuery(Orders) { PartitionKey = writer, Limit = 500 }, CancellationToken.None)
            .ToDictionaryAsync(document => document.Id);
        var counter = kept["counter"].As<Counter>().N;
        kept.Remove("counter");

        Assert.Superset(OfWriter(_acknowledged), kept.Keys.ToHashSet());
        Assert.Subset(OfWriter(_tried), kept.Keys.ToHashSet());
        Assert.Equal(kept.Count, counter);

        HashSet<string> OfWriter<T>(ConcurrentDictionary<string, T> ids) =>
            [.. ids.Keys.Where(id => id.StartsWith($"{writer}.", StringComparison.Ordinal))];
    }

    private async Task WriteOnAsync(int writer, CancellationToken done)
    {
        for (var index = 0; !done.IsCancellationRequested; index++)
        {
            var id = $"{writer}.{index}";
            _tried[id] = true;
            try
            {
                var outcome = await Engine.Documents.CommitAsync(
                    Orders, $"{writer}", [Add("counter"), Create(id)], CancellationToken.None);
                Assert.True(outcome.IsCommitted, outcome.ToString());
                _acknowledged[id] = outcome.ETags[1]!;
            }
            catch (DocumentsException)
            {
                // Written or not: nobody was told.
            }
        }
    }
}
