using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Confirms that a read region has a batch before its writer goes on. So the loss of the write region,
/// although replication is asynchronous, is to every workflow what a crash between two lines is: its last steps are
/// missing and no others (docs/decisions/0013).</summary>
/// <remarks>Replication keeps the order within a partition, and a batch arrives whole: one document of it tells. When
/// the second region is itself in trouble, the shop goes on without the confirmation.</remarks>
public sealed partial class SecondRegion(CosmosConnection connection, TimeProvider clock, ILogger<SecondRegion> log)
    : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AccountLife = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CosmosClient? _reader;
    private string? _endpoint;
    private DateTimeOffset _lookAgainAt;
    private DateTimeOffset _restUntil;

    /// <summary>Waits, for a bounded time, until a second region has the batch.</summary>
    /// <returns>Whether it has, or there is no second region.</returns>
    public async Task<bool> ConfirmAsync(WrittenBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (connection.Options.ConfirmWithin <= TimeSpan.Zero || clock.GetUtcNow() < _restUntil)
        {
            return false;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(connection.Options.ConfirmWithin);
        try
        {
            if (await ReaderAsync(deadline.Token) is { } reader)
            {
                await SeesAsync(reader, batch, deadline.Token);
            }

            return true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is OperationCanceledException or CosmosException or HttpRequestException)
        {
            // One late answer is enough to see that there is trouble; the next callers shall not all wait for it.
            _restUntil = clock.GetUtcNow() + Rest;
            _lookAgainAt = default;
            LogUnconfirmed(batch.Container.Name);
            return false;
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _gate.Dispose();
    }

    private async Task SeesAsync(CosmosClient reader, WrittenBatch batch, CancellationToken deadline)
    {
        var container = reader.GetContainer(connection.Options.Database, batch.Container.Name);
        for (var pause = TimeSpan.FromMilliseconds(5); ; pause *= 2)
        {
            using var response = await container.ReadItemStreamAsync(
                batch.Id, new PartitionKey(batch.PartitionKey), cancellationToken: deadline);
            UsageMeter.Current?.Read(0, response.Headers.RequestCharge);
            if (await HasAsync(response, batch, deadline))
            {
                return;
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, deadline);
        }
    }

    private static async Task<bool> HasAsync(ResponseMessage response, WrittenBatch batch, CancellationToken deadline)
    {
        if (SessionPoint.IsAtLeast(response.Headers.Session, batch.Session))
        {
            return true;
        }

        if (!response.IsSuccessStatusCode)
        {
            return response.StatusCode == HttpStatusCode.NotFound
                ? false
                : throw new CosmosException(
                    response.ErrorMessage, response.StatusCode, 0, response.Headers.ActivityId, 0);
        }

        var bytes = await CosmosForm.BytesOfAsync(response.Content, deadline);
        return batch.IsNew || CosmosForm.Read(bytes, batch.Container.PartitionKey).Document.ETag == batch.ETag;
    }

    // Null when the account has one region only.
    private async Task<CosmosClient?> ReaderAsync(CancellationToken deadline)
    {
        if (clock.GetUtcNow() < _lookAgainAt)
        {
            return _reader;
        }

        await _gate.WaitAsync(deadline);
        try
        {
            if (clock.GetUtcNow() < _lookAgainAt)
            {
                return _reader;
            }

            var account = await connection.Client.ReadAccountAsync().WaitAsync(deadline);
            var writable = account.WritableRegions.Select(region => region.Name).ToHashSet(StringComparer.Ordinal);
            var second = account.ReadableRegions.FirstOrDefault(region => !writable.Contains(region.Name))?.Endpoint;
            if (second != _endpoint)
            {
                // The old one is left to its last callers and the collector.
                _reader = second is null ? null : connection.Only(second);
                _endpoint = second;
            }

            _lookAgainAt = clock.GetUtcNow() + AccountLife;
            return _reader;
        }
        finally
        {
            _gate.Release();
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The second region did not confirm a batch of {Container} in time; the shop goes on without it")]
    private partial void LogUnconfirmed(string container);
}
