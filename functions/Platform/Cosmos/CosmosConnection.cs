using Azure.Core;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>The one client of the process, replaced by a new one when it clings to a region that is gone.</summary>
/// <remarks>The client learns of a new write region when it is refused, or every five minutes; a region that swallows
/// requests refuses nothing. So while calls stay without an answer, the account is asked at all its addresses; once it
/// says that the writes have moved, a new client is made where that was answered (docs/decisions/0014).</remarks>
public sealed partial class CosmosConnection : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Learned = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Func<string?, CosmosClientOptions, CosmosClient> _create;
    private readonly CosmosOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly AccountDoors _doors;
    private ClientTerm _term;
    private DateTimeOffset _madeAt;
    private string? _writeRegion;
    private string? _leftRegion;
    private long _learnAgainAt;
    private int _unansweredReads;
    private int _unansweredWrites;
    private int _isWatching;

    private CosmosConnection(
        Func<string?, CosmosClientOptions, CosmosClient> create, CosmosOptions options, TimeProvider clock, ILogger log)
    {
        (_create, _options, _clock, _log) = (create, options, clock, log);
        _doors = new AccountDoors(address => create(address, OptionsOfDoor()), clock);
        _term = new ClientTerm(create(null, OptionsOf()));
        _madeAt = clock.GetUtcNow();
    }

    /// <summary>How many clients there have been.</summary>
    public int Clients { get; private set; } = 1;

    /// <summary>Whether calls stay without an answer and the account is asked where it takes writes.</summary>
    public bool IsWatching => Volatile.Read(ref _isWatching) == 1;

    public CosmosClient Client => Volatile.Read(ref _term).Client;

    /// <summary>Fires when the client of this moment is replaced.</summary>
    public CancellationToken UntilReplaced() => Volatile.Read(ref _term).Ended;

    public CosmosOptions Options => _options;

    /// <summary>Connects as the identity of this process.</summary>
    public static CosmosConnection To(
        Uri endpoint, TokenCredential credential, CosmosOptions options, TimeProvider clock, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var scoped = new AccountCredential(credential, endpoint);
        return new(
            (region, settings) => new CosmosClient(region ?? endpoint.ToString(), scoped, settings),
            options, clock, log);
    }

    /// <summary>Connects with a key, as to an emulator.</summary>
    public static CosmosConnection To(
        string connectionString, CosmosOptions options, TimeProvider clock, ILogger log) =>
        new(
            (region, settings) => region is null
                ? new CosmosClient(connectionString, settings)
                : new CosmosClient($"AccountEndpoint={region};{KeyOf(connectionString)}", settings),
            options, clock, log);

    /// <summary>A client that speaks to one region and never to another.</summary>
    public CosmosClient Only(string regionEndpoint) => _doors.At(regionEndpoint);

    public Container Container(string name) => Client.GetContainer(_options.Database, name);

    /// <summary>Asks the account which regions it has.</summary>
    public async Task<AccountProperties> AccountAsync(CancellationToken cancellation)
    {
        var account = await Client.ReadAccountAsync().WaitAsync(cancellation);
        _doors.Learn(account);
        Interlocked.Exchange(ref _learnAgainAt, (_clock.GetUtcNow() + Learned).UtcTicks);
        if (Volatile.Read(ref _unansweredWrites) == 0)
        {
            Volatile.Write(ref _writeRegion, account.WritableRegions.First().Name);
        }

        return account;
    }

    /// <summary>Hears that a call was answered. Any region answers reads: they say nothing of the writes.</summary>
    public void Answered(bool isWrite)
    {
        Interlocked.Exchange(ref isWrite ? ref _unansweredWrites : ref _unansweredReads, 0);
        var due = Interlocked.Read(ref _learnAgainAt);
        var now = _clock.GetUtcNow();
        if (isWrite && now.UtcTicks >= due
            && Interlocked.CompareExchange(ref _learnAgainAt, (now + Learned).UtcTicks, due) == due)
        {
            _ = LearnAsync();
        }
    }

    /// <summary>Hears that a call found nobody; begins to watch the account.</summary>
    public void Unanswered(DocumentsException fault, bool isWrite)
    {
        if (fault is not (DocumentsTimeoutException or DocumentsUnavailableException))
        {
            return;
        }

        Interlocked.Increment(ref isWrite ? ref _unansweredWrites : ref _unansweredReads);
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
        {
            _ = WatchAsync();
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        Volatile.Read(ref _term).Dispose();
        _doors.Dispose();
        _closed.Dispose();
    }

    private async Task LearnAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        patience.CancelAfter(_options.ReadDeadline);
        try
        {
            await AccountAsync(patience.Token);
        }
        catch (Exception fault) when (
            fault is OperationCanceledException or CosmosException or HttpRequestException or ObjectDisposedException)
        {
            // Asked again with a later write.
            Interlocked.Exchange(ref _learnAgainAt, 0);
        }
    }

    // One watch at a time, and none when all is well: so clients are not made in a storm.
    private async Task WatchAsync()
    {
        try
        {
            while (Unanswered() > 0)
            {
                var answers = await _doors.AskAsync(_closed.Token);
                if (Moved(answers) is { } moved)
                {
                    Renew(moved);
                }
                else if (Unanswered() >= _options.PatienceCalls && _clock.GetUtcNow() - _madeAt >= _options.ClientLife)
                {
                    Renew(answers.Count == 0 ? null : answers[0]);
                }

                await Task.Delay(_options.LookEvery, _clock, _closed.Token);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
        finally
        {
            Interlocked.Exchange(ref _isWatching, 0);
        }
    }

    private int Unanswered() => Math.Max(Volatile.Read(ref _unansweredReads), Volatile.Read(ref _unansweredWrites));

    // A region that was just left may still claim the writes: it is not believed for the life of a client.
    private AccountAnswer? Moved(IReadOnlyList<AccountAnswer> answers) => Volatile.Read(ref _writeRegion) is { } known
        ? answers.FirstOrDefault(answer => answer.WriteRegion != known
            && (answer.WriteRegion != _leftRegion || _clock.GetUtcNow() - _madeAt >= _options.ClientLife))
        : null;

    private void Renew(AccountAnswer? answer)
    {
        var old = _term;
        Volatile.Write(ref _term, new ClientTerm(_create(answer?.Address, OptionsOf())));
        (_madeAt, Clients) = (_clock.GetUtcNow(), Clients + 1);
        _leftRegion = answer is null ? _leftRegion : _writeRegion;
        Volatile.Write(ref _writeRegion, answer?.WriteRegion ?? _writeRegion);
        Interlocked.Exchange(ref _unansweredReads, 0);
        Interlocked.Exchange(ref _unansweredWrites, 0);
        LogNewClient(answer?.WriteRegion ?? "unknown");
        old.End();
        _ = DisposeLaterAsync(old);
    }

    private async Task DisposeLaterAsync(ClientTerm old)
    {
        await Task.Delay(Grace, _clock, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        old.Dispose();
    }

    private static string KeyOf(string connectionString) => connectionString.Split(';')
        .First(part => part.TrimStart().StartsWith("AccountKey=", StringComparison.OrdinalIgnoreCase));

    private CosmosClientOptions OptionsOf() => new()
    {
        ApplicationName = "twisted-threads",
        ConnectionMode = ConnectionMode.Gateway,
        HttpClientFactory = Http,
        ConsistencyLevel = ConsistencyLevel.Session,
        ApplicationPreferredRegions = _options.PreferredRegions.Count == 0 ? null : _options.PreferredRegions,
        AccountInitializationCustomEndpoints =
            _doors.Regions.Count == 0 ? null : _doors.Regions.Select(address => new Uri(address)),
        AvailabilityStrategy = _options.PreferredRegions.Count < 2
            ? AvailabilityStrategy.DisabledStrategy()
            : AvailabilityStrategy.CrossRegionHedgingStrategy(_options.HedgeAfter, _options.HedgeAfter),
        RequestTimeout = _options.QueryDeadline,
        MaxRetryAttemptsOnRateLimitedRequests = 9,
        MaxRetryWaitTimeOnRateLimitedRequests = _options.ThrottlingBudget,
        EnableContentResponseOnWrite = false,
        CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
    };

    // Connections are given up now and then: an account's names lead elsewhere after a failover.
    private static HttpClient Http() => new(new SentCall.Handler(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 200,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(2),
    }));

    private CosmosClientOptions OptionsOfDoor() => new()
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        ConsistencyLevel = ConsistencyLevel.Eventual,
        MaxRetryAttemptsOnRateLimitedRequests = 0,
        RequestTimeout = _options.ReadDeadline,
        CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
    };

    [LoggerMessage(
        LogLevel.Warning, "The document service does not answer: a new client is made; write region {Region}")]
    private partial void LogNewClient(string region);
}
