using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>A change-feed function that does as a test says, and remembers what it was shown.</summary>
internal sealed class WatchThings
{
    public ConcurrentQueue<IReadOnlyList<string>> Shown { get; } = [];

    public ConcurrentQueue<string> Seen { get; } = [];

    public Func<IReadOnlyList<string>, Task> Deed { get; set; } = static _ => Task.CompletedTask;

    [Function(nameof(WatchThings))]
    public async Task RunAsync(
        [CosmosDBTrigger("%Database%", "things", MaxItemsPerInvocation = 3)] IReadOnlyList<ChangedDocument> documents,
        CancellationToken cancellation)
    {
        string[] ids = [.. documents.Select(document => document.Id)];
        Shown.Enqueue(ids);
        await Deed(ids);
        foreach (var id in ids)
        {
            Seen.Enqueue(id);
        }
    }
}
