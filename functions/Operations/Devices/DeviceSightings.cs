using System.Collections.Concurrent;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>When a device was last heard.</summary>
/// <param name="At">UTC; up to a minute early for a device that is busy.</param>
/// <param name="Batch">Id of the last batch of scans that it had answered; null before the first.</param>
public sealed record Sighting(DateTimeOffset At, string? Batch);

/// <summary>Keeps when devices were last heard: beside their documents, so that it never stands in the way of a
/// revocation, and after the answer, one write a minute for each at most. A crash loses a minute of it.</summary>
public sealed partial class DeviceSightings(IDocuments documents, TimeProvider clock, ILogger<DeviceSightings> log)
    : BackgroundService
{
    private const string Container = "operations";
    private const string Kind = "device-sighting";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Sighting> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Sighting Sighting, DateTimeOffset At)> _written =
        new(StringComparer.Ordinal);

    /// <summary>Notes that a device was heard. Only for those that were recognised: each is remembered.</summary>
    /// <param name="device">Its id.</param>
    /// <param name="batch">The batch that it sent; null when it sent none.</param>
    public void Note(string device, string? batch = null)
    {
        var now = clock.GetUtcNow();
        _heard.AddOrUpdate(
            device,
            static (_, heard) => new Sighting(heard.now, heard.batch),
            static (_, last, heard) => new Sighting(heard.now, heard.batch ?? last.Batch),
            (now, batch));
    }

    public async Task<Sighting?> FindAsync(string device, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, Kind, device, cancellation))?.As<Sighting>();

    /// <summary>Writes what is new and whose last write is a minute old. Called by one at a time.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var (device, sighting) in _heard)
        {
            if (_written.TryGetValue(device, out var last)
                && (last.Sighting == sighting || last.At + Rest > now))
            {
                continue;
            }

            _written[device] = (sighting, now);
            await WriteAsync(device, sighting, cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Look);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what was not written yet is not missed.
        }
    }

    // Another instance may have heard it later, and this one may have begun after its last batch.
    private async Task WriteAsync(string device, Sighting sighting, CancellationToken cancellation)
    {
        try
        {
            var known = await FindAsync(device, cancellation);
            if (known is null || known.At < sighting.At)
            {
                var seen = sighting with { Batch = sighting.Batch ?? known?.Batch };
                await documents.CommitAsync(
                    Container, Kind, [DocumentOperation.Put(device, Kind, seen)], cancellation);
            }
        }
        catch (DocumentsException fault)
        {
            LogFault(fault, device);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When device {Device} was last heard could not be stored; the next time will be")]
    private partial void LogFault(Exception fault, string device);
}
