using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>The engine for Azure, with the real client, on a simulated account of two regions.</summary>
public sealed class CosmosEngine : IEngineUnderTest
{
    public const string Database = "shop";
    private readonly ManualClock _clock;
    private readonly DocumentContainer[] _containers;
    private CosmosConnection? _connection;
    private SecondRegion? _second;

    private CosmosEngine(CosmosAccount account, ManualClock clock, DocumentContainer[] containers) =>
        (Account, _clock, _containers) = (account, clock, containers);

    public CosmosAccount Account { get; }

    /// <summary>Of the engine alone: its rests and the lives of its clients go by it, its waiting does not.</summary>
    public ManualClock Clock { get; } = new();

    public WarningLog<SecondRegion> Warnings { get; } = new();

    public CosmosConnection Connection => _connection!;

    public CosmosDocuments Cosmos { get; private set; } = null!;

    public IDocuments Documents => Cosmos;

    /// <summary>On an account whose time stands still.</summary>
    public static async Task<CosmosEngine> OpenAsync(
        CosmosAccountOptions options, Func<CosmosOptions, CosmosOptions>? change, params DocumentContainer[] containers)
    {
        var clock = new ManualClock();
        return await OpenAsync(options with { Clock = clock }, clock, change, containers);
    }

    /// <summary>On an account whose time goes by: replication takes its time.</summary>
    public static Task<CosmosEngine> OpenLiveAsync(
        CosmosAccountOptions options,
        Func<CosmosOptions, CosmosOptions>? change,
        params DocumentContainer[] containers) =>
        OpenAsync(options, new ManualClock(), change, containers);

    private static async Task<CosmosEngine> OpenAsync(
        CosmosAccountOptions options,
        ManualClock clock,
        Func<CosmosOptions, CosmosOptions>? change,
        DocumentContainer[] containers)
    {
        var account = await CosmosAccount.StartAsync(options, CancellationToken.None);
        var engine = new CosmosEngine(account, clock, containers);
        engine.Connect(change);
        await CosmosSchema.EnsureAsync(engine.Connection, containers, CancellationToken.None);
        return engine;
    }

    public Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    public Task ReopenAsync()
    {
        Disconnect();
        Connect(null);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await Account.DisposeAsync();
    }

    private void Connect(Func<CosmosOptions, CosmosOptions>? change)
    {
        var options = new CosmosOptions
        {
            Database = Database,
            PreferredRegions = [.. Account.Regions.Keys],
        };
        _connection = CosmosConnection.To(
            Account.ConnectionString, change is null ? options : change(options), Clock,
            NullLogger.Instance);
        _second = new SecondRegion(_connection, Clock, Warnings);
        Cosmos = new CosmosDocuments(_connection, _second, _containers, Clock);
    }

    private void Disconnect()
    {
        _second?.Dispose();
        _connection?.Dispose();
    }
}
