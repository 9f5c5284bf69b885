using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Simulators.ServiceBus;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>One region: its Service Bus, its function app, its endpoint of the document account.</summary>
public sealed class CloudRegion : IAsyncDisposable
{
    private readonly Func<CloudRegion, FunctionsHostOptions> _options;
    private readonly ProcessorFeed _changes;

    internal CloudRegion(
        string name,
        CosmosAccount account,
        ServiceBusNamespace bus,
        IReadOnlyList<string> preferred,
        Func<CloudRegion, FunctionsHostOptions> options)
    {
        (Name, Bus, _options) = (name, bus, options);
        Cosmos = account.Regions[name];
        Preferred = preferred;
        _changes = new ProcessorFeed(account);
    }

    public string Name { get; }

    public CosmosRegion Cosmos { get; }

    public ServiceBusNamespace Bus { get; }

    /// <summary>All regions, this one first.</summary>
    public IReadOnlyList<string> Preferred { get; }

    /// <summary>The other region's bus, for the time when the own one is in trouble; null where there is
    /// none.</summary>
    public ServiceBusNamespace? SecondBus { get; internal set; }

    /// <summary>The function app; null while it is down.</summary>
    public FunctionsHost? Host { get; private set; }

    public IMessageFeed Messages => new BusFeed(Bus);

    public IChangeFeedSource Changes => _changes;

    /// <summary>What the function app is started with.</summary>
    public FunctionsHostOptions Options => _options(this);

    public async Task OpenAsync(CancellationToken cancellation) =>
        Host ??= await FunctionsHost.StartAsync(Options, cancellation);

    /// <summary>The function app is gone from one moment to the next.</summary>
    public async Task KillAsync()
    {
        if (Host is { } host)
        {
            Host = null;
            await host.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _changes.Dispose();
        await Bus.DisposeAsync();
    }
}
