using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Functions.Catalog;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>The switch of a location as it is stored. A location without one is moved in.</summary>
public sealed record MovedInFlag(LocationId Location, bool IsMovedIn, MoveInId Cause, string By, DateTimeOffset At);

/// <summary>Keeps the switches of all locations, and every process's memory of them: this one's at once, the others'
/// within seconds.</summary>
public sealed partial class MovedInFlags(
    IDocuments documents, Locations locations, Storefront storefront, ILogger<MovedInFlags> log)
    : BackgroundService, IMovedInFlags
{
    private const string Container = "operations";
    private const string Kind = "moved-in";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly Follower _flags = new(documents, Container, Kind);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task SetAsync(
        LocationId location, bool isMovedIn, MoveInId cause, string by, DateTimeOffset at,
        CancellationToken cancellation)
    {
        var flag = new MovedInFlag(location, isMovedIn, cause, by, at);
        await documents.CommitAsync(
            Container, Kind, [DocumentOperation.Put(location.Value, Kind, flag)], cancellation);
        Learn(flag);
    }

    /// <summary>Whether the ledger is the location's book, by the store's own word.</summary>
    public async Task<bool> IsMovedInAsync(LocationId location, CancellationToken cancellation) =>
        (await documents.ReadAsync(Container, Kind, location.Value, cancellation))?.As<MovedInFlag>().IsMovedIn ?? true;

    /// <summary>Learns what is new. Called before the first customer is let in, then again and again.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await foreach (var document in _flags.NewAsync(cancellation))
            {
                Learn(document.As<MovedInFlag>());
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Pause);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (DocumentsException fault)
            {
                LogFault(fault);
            }
        }
    }

    private void Learn(MovedInFlag flag)
    {
        if (locations.Know(flag.Location, flag.IsMovedIn))
        {
            storefront.Forget();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Which shops are moved in could not be read; it is tried again")]
    private partial void LogFault(Exception fault);
}
