using System.Globalization;
using System.Text;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>The embedded home's queues on a file of their own, with a clock that stands still.</summary>
internal sealed class QueueOnDisk : IAsyncDisposable
{
    public const string Name = "order-placed";
    private readonly TempFolder _folder = new();

    public ManualClock Clock { get; } = new();

    public SqliteFile File { get; private set; } = null!;

    public SqliteQueues Queues { get; private set; } = null!;

    public static async Task<QueueOnDisk> OpenAsync()
    {
        var disk = new QueueOnDisk();
        await disk.ConnectAsync();
        return disk;
    }

    public async Task ReopenAsync()
    {
        await File.DisposeAsync();
        await ConnectAsync();
    }

    public Task SendAsync(params IEnumerable<string> ids) => SendToAsync(Name, ids);

    public Task SendToAsync(string queue, params IEnumerable<string> ids) => Queues.SendAsync(
        queue, [.. ids.Select(id => new OutgoingMessage(id, "session", Encoding.UTF8.GetBytes("body of " + id)))],
        CancellationToken.None);

    public Task<List<LockedMessage>> ReceiveAsync(int most = 100) =>
        Queues.ReceiveAsync(Name, most, CancellationToken.None);

    /// <returns>What is received now: ids with their delivery counts, in order.</returns>
    public async Task<IEnumerable<string>> ReceivedAsync(int most = 100) => (await ReceiveAsync(most))
        .Select(message => string.Create(CultureInfo.InvariantCulture, $"{message.MessageId}:{message.DeliveryCount}"));

    public async Task<LockedMessage> ReceiveOneAsync() => Assert.Single(await ReceiveAsync());

    public Task<bool> CompleteAsync(LockedMessage message) => Queues.CompleteAsync(message, CancellationToken.None);

    public Task<bool> AbandonAsync(LockedMessage message, TimeSpan pause) =>
        Queues.AbandonAsync(message, pause, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConnectAsync()
    {
        File = SqliteFile.Open(_folder.Path);
        Queues = new SqliteQueues(File, Clock);
        await File.MigrateAsync(SqliteQueues.Schema, CancellationToken.None);
    }
}
