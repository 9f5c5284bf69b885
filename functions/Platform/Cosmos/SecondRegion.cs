using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Confirms that a read region has what a request wrote, before the caller is told that it is done: so the
/// loss of the write region takes nothing that was acknowledged, although replication is asynchronous
/// (docs/decisions/0013).</summary>
/// <remarks>Replication keeps the order within a partition, and a batch arrives whole: one document of each batch
/// tells. When the second region is itself in trouble, the shop goes on selling without the confirmation.</remarks>
public sealed partial class SecondRegion(
    CosmosConnection connection,
    IEnumerable<DocumentContainer> containers,
    TimeProvider clock,
    ILogger<SecondRegion> log)
    : ISecondRegion, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AccountLife = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, string> _partitionKeys = containers.ToDictionary(
        container => container.Name, container => container.PartitionKey, StringComparer.Ordinal);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private CosmosClient? _reader;
    private string? _endpoint;
    private DateTimeOffset _lookAgainAt;
    private DateTimeOffset _restUntil;

    public async Task<bool> HasAllAsync(WriteTrail trail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trail);
        var batches = trail.Batches;
        if (batches.Count == 0 || connection.Options.ConfirmWithin <= TimeSpan.Zero || clock.GetUtcNow() < _restUntil)
        {
            return batches.Count == 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(connection.Options.ConfirmWithin);
        try
        {
            if (await ReaderAsync(deadline.Token) is { } reader)
            {
                await Task.WhenAll(batches.Select(batch => SeesAsync(reader, batch, deadline.Token)));
            }

            return true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is OperationCanceledException or CosmosException or HttpRequestException)
        {
            // One late answer is enough to see that there is trouble; the next buyers shall not all wait for it.
            _restUntil = clock.GetUtcNow() + Rest;
            _lookAgainAt = default;
            LogUnconfirmed(batches.Count);
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
        var container = reader.GetContainer(connection.Options.Database, batch.Container);
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

    private async Task<bool> HasAsync(ResponseMessage response, WrittenBatch batch, CancellationToken deadline)
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
        return batch.IsNew || CosmosForm.Read(bytes, _partitionKeys[batch.Container]).Document.ETag == batch.ETag;
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
        "The second region did not confirm {Batches} batches in time; they are acknowledged without it")]
    private partial void LogUnconfirmed(int batches);
}
