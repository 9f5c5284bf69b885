using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
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
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AccountLife = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CosmosClient? _reader;
    private CosmosClient? _writer;
    private (string?, string?) _endpoints;
    private DateTimeOffset _lookAgainAt;
    private DateTimeOffset _restUntil;

    /// <summary>Waits, for a bounded time, until a second region has the batch.</summary>
    /// <returns>Whether it has, or there is no second region.</returns>
    /// <exception cref="DocumentsTimeoutException">The second region is well and has not got the batch, and the region
    /// that took it does not answer any more: the batch may be gone with it.</exception>
    public async Task<bool> ConfirmAsync(WrittenBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (connection.Options.ConfirmWithin <= TimeSpan.Zero || clock.GetUtcNow() < _restUntil)
        {
            return false;
        }

        var look = new Look();
        if (await HasInTimeAsync(batch, look, () => _reader, cancellation))
        {
            return true;
        }

        // Late answers of the second region are its own trouble. But where it says that it has nothing, the first must
        // still be there to vouch for the batch.
        if (look.HasSeenNothing && !await HasInTimeAsync(batch, new Look(), () => _writer, cancellation))
        {
            throw new DocumentsTimeoutException();
        }

        _restUntil = clock.GetUtcNow() + Rest;
        _lookAgainAt = default;
        LogUnconfirmed(batch.Container.Name);
        return false;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _writer?.Dispose();
        _gate.Dispose();
    }

    private async Task<bool> HasInTimeAsync(
        WrittenBatch batch, Look look, Func<CosmosClient?> region, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(connection.Options.ConfirmWithin);
        try
        {
            await KnowRegionsAsync(deadline.Token);
            if (region() is { } client)
            {
                await SeesAsync(client, batch, look, deadline.Token);
            }

            return true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is OperationCanceledException or CosmosException or HttpRequestException)
        {
            return false;
        }
    }

    private async Task SeesAsync(CosmosClient client, WrittenBatch batch, Look look, CancellationToken deadline)
    {
        var container = client.GetContainer(connection.Options.Database, batch.Container.Name);
        for (var pause = TimeSpan.FromMilliseconds(5); ; pause *= 2)
        {
            using var response = await container.ReadItemStreamAsync(
                batch.Id, new PartitionKey(batch.PartitionKey), cancellationToken: deadline);
            UsageMeter.Current?.Read(0, response.Headers.RequestCharge);
            if (await HasAsync(response, batch, deadline))
            {
                return;
            }

            look.HasSeenNothing = true;
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

    private async Task KnowRegionsAsync(CancellationToken deadline)
    {
        if (clock.GetUtcNow() < _lookAgainAt)
        {
            return;
        }

        await _gate.WaitAsync(deadline);
        try
        {
            if (clock.GetUtcNow() < _lookAgainAt)
            {
                return;
            }

            var account = await connection.Client.ReadAccountAsync().WaitAsync(deadline);
            var first = account.WritableRegions.First();
            var second = account.ReadableRegions.FirstOrDefault(region => region.Name != first.Name);
            if ((first.Endpoint, second?.Endpoint) != _endpoints)
            {
                // The old ones are left to their last callers and the collector.
                _reader = second is null ? null : connection.Only(second.Endpoint);
                _writer = connection.Only(first.Endpoint);
                _endpoints = (first.Endpoint, second?.Endpoint);
            }

            _lookAgainAt = clock.GetUtcNow() + AccountLife;
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

    private sealed class Look
    {
        public bool HasSeenNothing { get; set; }
    }
}
