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
    private volatile Known _regions = new([], []);
    private long _lookAgainAt;
    private long _restUntil;
    private int _isTrying;

    /// <summary>Waits, for a bounded time, until a second region has the batch.</summary>
    /// <returns>Whether it has, or there is no second region.</returns>
    /// <exception cref="DocumentsTimeoutException">The second region has not, and the write region does not answer for
    /// it any more: nobody knows whether the batch will be there after a failover.</exception>
    public async Task<bool> ConfirmAsync(WrittenBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (connection.Options.ConfirmWithin <= TimeSpan.Zero)
        {
            return false;
        }

        var restUntil = Interlocked.Read(ref _restUntil);
        if (restUntil == 0)
        {
            return await TryAsync(batch, cancellation);
        }

        // After the rest one writer tries whether the region is well again; the others do not wait for it.
        if (clock.GetUtcNow().UtcTicks < restUntil || Interlocked.Exchange(ref _isTrying, 1) == 1)
        {
            return false;
        }

        try
        {
            var isWell = await TryAsync(batch, cancellation);
            if (isWell)
            {
                Interlocked.Exchange(ref _restUntil, 0);
            }

            return isWell;
        }
        finally
        {
            Interlocked.Exchange(ref _isTrying, 0);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<bool> TryAsync(WrittenBatch batch, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(connection.Options.ConfirmWithin);
        try
        {
            if (await ReaderAsync(batch, deadline.Token) is { } reader)
            {
                await SeesAsync(reader, batch, deadline.Token);
            }

            return true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is OperationCanceledException or CosmosException or HttpRequestException)
        {
            if (!await IsKeptAsync(batch, cancellation))
            {
                throw new DocumentsTimeoutException(fault);
            }

            // One late answer is enough to see that there is trouble; the next callers shall not all wait for it.
            Interlocked.Exchange(ref _restUntil, (clock.GetUtcNow() + Rest).UtcTicks);
            Interlocked.Exchange(ref _lookAgainAt, 0);
            LogUnconfirmed(batch.Container.Name);
            return false;
        }
    }

    private async Task SeesAsync(CosmosClient reader, WrittenBatch batch, CancellationToken deadline)
    {
        var container = reader.GetContainer(connection.Options.Database, batch.Container.Name);
        for (var pause = TimeSpan.FromMilliseconds(5); ; pause *= 2)
        {
            using var response = await container.ReadItemStreamAsync(
                batch.Id, new PartitionKey(batch.PartitionKey), cancellationToken: deadline).WaitAsync(deadline);
            UsageMeter.Current?.Read(0, response.Headers.RequestCharge);
            if (await HasAsync(response, batch, deadline))
            {
                return;
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, deadline);
        }
    }

    // Where the write region is lost as well, what it took may be lost with it: then the outcome is not known.
    private async Task<bool> IsKeptAsync(WrittenBatch batch, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(connection.Options.ReadDeadline);
        try
        {
            if (batch.WrittenAt is not { } address)
            {
                return true;
            }

            var container = connection.Only($"{address.GetLeftPart(UriPartial.Authority)}/")
                .GetContainer(connection.Options.Database, batch.Container.Name);
            using var response = await container.ReadItemStreamAsync(
                batch.Id, new PartitionKey(batch.PartitionKey), cancellationToken: deadline.Token)
                .WaitAsync(deadline.Token);
            UsageMeter.Current?.Read(0, response.Headers.RequestCharge);
            return response.StatusCode == HttpStatusCode.TooManyRequests
                || await HasAsync(response, batch, deadline.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested
            && fault is OperationCanceledException or CosmosException or HttpRequestException)
        {
            return false;
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
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests
                ? false
                : throw new CosmosException(
                    response.ErrorMessage, response.StatusCode, 0, response.Headers.ActivityId, 0);
        }

        var bytes = await CosmosForm.BytesOfAsync(response.Content, deadline);
        return batch.IsNew || CosmosForm.Read(bytes, batch.Container.PartitionKey).Document.ETag == batch.ETag;
    }

    // A region other than the one that wrote, which has no second opinion of it; null when there is none.
    private async Task<CosmosClient?> ReaderAsync(WrittenBatch batch, CancellationToken deadline)
    {
        var writer = batch.WrittenAt?.Authority ?? string.Empty;
        if (MustLook(writer))
        {
            await _gate.WaitAsync(deadline);
            try
            {
                if (MustLook(writer))
                {
                    await LookAsync(writer, deadline);
                }
            }
            finally
            {
                _gate.Release();
            }
        }

        var other = _regions.Addresses.FirstOrDefault(address => new Uri(address).Authority != writer);
        return other is null ? null : connection.Only(other);
    }

    private async Task LookAsync(string writer, CancellationToken deadline)
    {
        var account = await connection.AccountAsync(deadline);
        var writable = account.WritableRegions.Select(region => region.Endpoint).ToList();
        var now = clock.GetUtcNow().UtcTicks;
        var isOld = now >= Interlocked.Read(ref _lookAgainAt);
        _regions = new Known(
            [.. account.ReadableRegions.Select(region => region.Endpoint).OrderBy(writable.Contains)],
            isOld ? [writer] : [.. _regions.Writers, writer]);
        Interlocked.Exchange(ref _lookAgainAt, now + AccountLife.Ticks);
    }

    // A region that has not written before says that the account has changed.
    private bool MustLook(string writer) =>
        clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _lookAgainAt) || !_regions.Writers.Contains(writer);

    private sealed record Known(IReadOnlyList<string> Addresses, IReadOnlyList<string> Writers);

    [LoggerMessage(
        LogLevel.Warning,
        "The second region did not confirm a batch of {Container} in time; the shop goes on without it")]
    private partial void LogUnconfirmed(string container);
}
