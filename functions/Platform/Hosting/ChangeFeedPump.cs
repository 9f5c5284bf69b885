using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Plays the Cosmos DB trigger in the embedded home: one cursor a function, kept on disk, moved only after the
/// function succeeded; endless patience with one that does not.</summary>
public sealed partial class ChangeFeedPump(
    FunctionIndex index,
    FunctionInvoker invoker,
    SqliteDocuments documents,
    SqliteFile file,
    IEnumerable<DocumentContainer> containers,
    ILogger<ChangeFeedPump> log) : BackgroundService
{
    private static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public static IEnumerable<string> Schema =>
        ["CREATE TABLE IF NOT EXISTS cursors (function TEXT PRIMARY KEY, cursor TEXT NOT NULL)"];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        index.With<CosmosDBTriggerAttribute>().Select(function => Task.Run(
            () => PumpAsync(function.Function, function.Trigger, stoppingToken), stoppingToken)));

    private async Task PumpAsync(
        FunctionDescriptor function, CosmosDBTriggerAttribute trigger, CancellationToken stopping)
    {
        var signal = file.Signals.For(trigger.ContainerName, function.Name);
        var partitionKey = containers.Single(container => container.Name == trigger.ContainerName).PartitionKey;
        var cursor = LoadCursor(function.Name);
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var page = await documents.ReadChangesAsync(
                    trigger.ContainerName, function.OnlyKind, cursor, trigger.MaxItemsPerInvocation, stopping);
                if (page.Items.Count == 0)
                {
                    cursor = page.Cursor;
                    await signal.WaitAsync(IdlePoll, stopping);
                    continue;
                }

                var envelope = Envelope.OfChanges(function.Triggered.Name!, partitionKey, page.Items);
                await invoker.InvokeAsync(function.Name, envelope, stopping);
                await SaveCursorAsync(function.Name, cursor = page.Cursor);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The feed waits for ever: going on would lose what the function did not see.
                LogFault(fault, function.Name, ++failures);
                var pause = QueuePump.PauseAfter(failures);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, stopping);
            }
        }
    }

    private string? LoadCursor(string function) => file.Read(session => session
        .Query("SELECT cursor FROM cursors WHERE function = $0", static row => row.GetString(0), function)
        .SingleOrDefault());

    private Task<int> SaveCursorAsync(string function, string cursor) => file.WriteAsync(
        session => WriteVerdict.Keep(session.Execute(
            "INSERT INTO cursors VALUES ($0, $1) ON CONFLICT (function) DO UPDATE SET cursor = excluded.cursor",
            function, cursor)),
        CancellationToken.None);

    [LoggerMessage(
        LogLevel.Error, "{Function} failed on changed documents, {Failures} times in a row; it will be tried again")]
    private partial void LogFault(Exception fault, string function, int failures);
}
