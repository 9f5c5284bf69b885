using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Platform.Telemetry;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>The embedded home with a few functions of a test: the real file, queues, pumps and invoker, and a clock
/// that the test moves.</summary>
internal sealed class SmallHome(params object[] functions) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private ServiceProvider? _services;

    public ManualClock Clock { get; } = new();

    /// <summary>How long a queue function may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["NotesQueue"] = "notes",
        ["HourlySchedule"] = "0 0 * * * *",
        ["SecondlySchedule"] = "* * * * * *",
    };

    public SqliteFile File => Get<SqliteFile>();

    public SqliteQueues Queues => Get<SqliteQueues>();

    public IDocuments Documents => Get<IDocuments>();

    public ParkedMessages Parked => Get<ParkedMessages>();

    public FunctionInvoker Invoker => Get<FunctionInvoker>();

    public UsageMeter Meter => Get<UsageMeter>();

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    /// <summary>Builds everything anew over the same folder.</summary>
    public async Task OpenAsync()
    {
        _services = Services().BuildServiceProvider();
        await File.MigrateAsync(
            [
                .. Get<SqliteDocuments>().Schema, .. SqliteQueues.Schema, .. ChangeFeedPump.Schema, .. TimerPump.Schema,
            ],
            CancellationToken.None);
    }

    public async Task StartAsync()
    {
        await OpenAsync();
        foreach (var pump in _services!.GetServices<IHostedService>())
        {
            await pump.StartAsync(CancellationToken.None);
        }
    }

    public async Task StopAsync()
    {
        if (_services is not { } running)
        {
            return;
        }

        _services = null;
        foreach (var pump in running.GetServices<IHostedService>())
        {
            await pump.StopAsync(CancellationToken.None);
        }

        await running.DisposeAsync();
    }

    /// <summary>Moves the clock and lets the pump of the notes look at once.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        File.Signals.Raise([SqliteQueues.Topic("notes")]);
    }

    public async Task<IReadOnlyList<ParkedMessage>> ParkedAsync() =>
        (await Parked.ListAsync(100, null, CancellationToken.None)).Items;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync() =>
        (await Parked.AuditAsync(100, null, CancellationToken.None)).Items;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private IServiceCollection Services()
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(_ => SqliteFile.Open(_folder.Path))
            .AddSingleton(new DocumentContainer(ParkedMessages.Container, "kind"))
            .AddSingleton(new DocumentContainer("things", "owner"))
            .AddSingleton<SqliteDocuments>()
            .AddSingleton<SqliteQueues>()
            .AddSingleton<IDocuments>(provider => new MeteredDocuments(provider.GetRequiredService<SqliteDocuments>()))
            .AddSingleton<IMessageSender>(provider => new MeteredSender(provider.GetRequiredService<SqliteQueues>()))
            .AddSingleton<ParkedMessages>()
            .AddSingleton<UsageMeter>()
            .AddSingleton(Index())
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<FunctionInvoker>(
                provider, new Deadlines { Message = Patience }))
            .AddSingleton<IHostedService, QueuePump>()
            .AddSingleton<IHostedService, ChangeFeedPump>()
            .AddSingleton<IHostedService, TimerPump>();
        foreach (var function in functions)
        {
            services.AddSingleton(function.GetType(), function);
        }

        return services;
    }

    private FunctionIndex Index()
    {
        var classes = functions.Select(function => function.GetType()).ToHashSet();
        return new FunctionIndex(
            [.. FunctionDescriptor.Discover(typeof(SmallHome).Assembly).Where(found => classes.Contains(found.Class))],
            new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
    }
}
