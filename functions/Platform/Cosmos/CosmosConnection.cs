using Azure.Core;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>The one client of the process, replaced by a new one when it seems to cling to a region that is
/// gone.</summary>
/// <remarks>The client learns of a new write region when it is refused, or every five minutes; a region that swallows
/// requests refuses nothing. A new client asks the account afresh, and prefers the other region.</remarks>
public sealed partial class CosmosConnection : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Func<string?, CosmosClientOptions, CosmosClient> _create;
    private readonly CosmosOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private CosmosClient _client;
    private DateTimeOffset _madeAt;
    private IReadOnlyList<string> _regions;
    private int _unanswered;

    private CosmosConnection(
        Func<string?, CosmosClientOptions, CosmosClient> create, CosmosOptions options, TimeProvider clock, ILogger log)
    {
        (_create, _options, _clock, _log) = (create, options, clock, log);
        _regions = options.PreferredRegions;
        _client = create(null, OptionsOf(options, _regions));
        _madeAt = clock.GetUtcNow();
    }

    /// <summary>How many clients there have been.</summary>
    public int Clients { get; private set; } = 1;

    public CosmosClient Client => Volatile.Read(ref _client);

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
    public CosmosClient Only(string regionEndpoint) => _create(regionEndpoint, new CosmosClientOptions
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        ConsistencyLevel = ConsistencyLevel.Eventual,
        MaxRetryAttemptsOnRateLimitedRequests = 0,
        RequestTimeout = _options.ReadDeadline,
        CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
    });

    public Container Container(string name) => Client.GetContainer(_options.Database, name);

    public void Answered() => Interlocked.Exchange(ref _unanswered, 0);

    /// <summary>Counts a call that found nobody; after a few in a row makes a new client.</summary>
    public void Unanswered(DocumentsException fault)
    {
        if (fault is not (DocumentsTimeoutException or DocumentsUnavailableException)
            || Interlocked.Increment(ref _unanswered) < _options.PatienceCalls)
        {
            return;
        }

        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (now - _madeAt < _options.ClientLife)
            {
                return;
            }

            _regions = [.. _regions.Skip(1), .. _regions.Take(1)];
            var old = _client;
            Volatile.Write(ref _client, _create(null, OptionsOf(_options, _regions)));
            (_madeAt, Clients) = (now, Clients + 1);
            Interlocked.Exchange(ref _unanswered, 0);
            LogNewClient(_regions.Count == 0 ? "as the account says" : _regions[0]);
            _ = DisposeLaterAsync(old);
        }
    }

    public void Dispose() => Client.Dispose();

    // Calls that still wait on the old client end by their own deadlines first.
    private async Task DisposeLaterAsync(CosmosClient old)
    {
        await Task.Delay(Grace, _clock);
        old.Dispose();
    }

    private static string KeyOf(string connectionString) => connectionString.Split(';')
        .First(part => part.TrimStart().StartsWith("AccountKey=", StringComparison.OrdinalIgnoreCase));

    private static CosmosClientOptions OptionsOf(CosmosOptions options, IReadOnlyList<string> regions) => new()
    {
        ApplicationName = "twisted-threads",
        ConnectionMode = ConnectionMode.Gateway,
        GatewayModeMaxConnectionLimit = 200,
        ConsistencyLevel = ConsistencyLevel.Session,
        ApplicationPreferredRegions = regions.Count == 0 ? null : regions,
        AvailabilityStrategy = regions.Count < 2
            ? AvailabilityStrategy.DisabledStrategy()
            : AvailabilityStrategy.CrossRegionHedgingStrategy(options.HedgeAfter, options.HedgeAfter),
        RequestTimeout = options.QueryDeadline,
        MaxRetryAttemptsOnRateLimitedRequests = 9,
        MaxRetryWaitTimeOnRateLimitedRequests = options.ThrottlingBudget,
        EnableContentResponseOnWrite = false,
        CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
    };

    [LoggerMessage(
        LogLevel.Warning, "The document service does not answer: a new client is made; first region {Region}")]
    private partial void LogNewClient(string region);
}
