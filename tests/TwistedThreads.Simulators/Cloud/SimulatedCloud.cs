using System.Diagnostics;
using TwistedThreads.Simulators.Cosmos;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Simulators.Identity;
using TwistedThreads.Simulators.ServiceBus;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Everything that the shop has on Azure: a document account over regions, and in each of them a bus and a
/// function app that runs the published program; Front Door before them.</summary>
public sealed class SimulatedCloud : IAsyncDisposable
{
    public const string Database = "twisted-threads";
    private const string Identity = "22222222-0000-4000-8000-00000000000b";
    private readonly SimulatedAuthority _authority = new();
    private readonly SimulatedTokens _tokens = new(TimeProvider.System);
    private readonly PlatformSignIn _signIn = new();
    private readonly CloudOptions _options;
    private readonly List<CloudRegion> _regions = [];
    private ManagedIdentityEndpoint? _identity;
    private CosmosAccount? _cosmos;
    private FrontDoor? _front;

    private SimulatedCloud(CloudOptions options) => _options = options;

    public CosmosAccount Cosmos => _cosmos!;

    public IReadOnlyList<CloudRegion> Regions => _regions;

    /// <summary>Where customers and scanners go.</summary>
    public FrontDoor Front => _front!;

    /// <summary>A cloud with the sample shop on its books and all apps running.</summary>
    public static async Task<SimulatedCloud> StartAsync(CloudOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cloud = new SimulatedCloud(options);
        try
        {
            await cloud.PrepareAsync(cancellation);
            foreach (var region in cloud._regions)
            {
                await region.OpenAsync(cancellation);
            }

            await cloud.Front.IsOpenAsync(cancellation);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var region in _regions)
        {
            await region.DisposeAsync();
        }

        await (_cosmos?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_identity?.DisposeAsync() ?? ValueTask.CompletedTask);
        _authority.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        _identity = await ManagedIdentityEndpoint.StartAsync(_tokens, Identity);
        _cosmos = await CosmosAccount.StartAsync(
            new CosmosAccountOptions
            {
                Regions = _options.Regions,
                ReplicationLag = _options.ReplicationLag,
                RequestUnitsPerSecond = _options.RequestUnitsPerSecond,
                IsPartitionFailoverOn = _options.IsPartitionFailoverOn,
                PartitionFailoverDelay = _options.PartitionFailoverDelay,
                Certificate = _authority.Certificate,
            },
            cancellation);
        _cosmos.AddContainer(Database, "leases", "/id");
        await ImportSamplesAsync(cancellation);
        foreach (var name in _options.Regions)
        {
            var bus = await ServiceBusNamespace.StartAsync(_authority, _tokens, TimeProvider.System, Queues());
            string[] preferred = [name, .. _options.Regions.Where(other => other != name)];
            _regions.Add(new CloudRegion(name, _cosmos, bus, preferred, HostOptions));
        }

        foreach (var region in _regions)
        {
            region.SecondBus = _regions.Find(other => other != region)?.Bus;
        }

        _front = await FrontDoor.OpenAsync(_regions, _signIn, new PaymentBooks(_cosmos), cancellation);
    }

    private FunctionsHostOptions HostOptions(CloudRegion region) => new(_options.Package)
    {
        Settings = Settings(
            region.Bus.FullyQualifiedNamespace, region.Preferred, region.SecondBus?.FullyQualifiedNamespace),
        Messages = region.Messages,
        Changes = region.Changes,
        HasSignIn = true,
        SignIn = _signIn,
    };

    private Dictionary<string, string> Settings(string bus, IReadOnlyList<string> preferred, string? second = null)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CosmosDatabase"] = Database,
            ["Cosmos__accountEndpoint"] = Cosmos.Endpoint.ToString(),
            ["Cosmos__credential"] = "managedidentity",
            ["Cosmos__clientId"] = Identity,
            ["CosmosPreferredRegions"] = string.Join(',', preferred),
            ["ServiceBus__fullyQualifiedNamespace"] = bus,
            ["ServiceBus__secondNamespace"] = second ?? "",
            ["ServiceBus__credential"] = "managedidentity",
            ["ServiceBus__clientId"] = Identity,
            ["Storage__blobServiceUri"] = "https://127.0.0.1:1/",
            ["Storage__credential"] = "managedidentity",
            ["Storage__clientId"] = Identity,
            ["ReopenStrandedCartsSchedule"] = "*/5 * * * * *",
            ["ReleaseExpiredReservationsSchedule"] = "*/15 * * * * *",
            ["ProveStockSchedule"] = "0 41 * * * *",
            ["RemindMoveInsSchedule"] = "0 0 6 * * *",
            ["TendDropsSchedule"] = "*/15 * * * * *",
            ["ForecastDemandSchedule"] = "0 30 2 * * *",
            ["WEBSITE_AUTH_ENABLED"] = "True",
            ["SSL_CERT_FILE"] = _authority.BundlePath,
        };
        foreach (var (name, value) in _identity!.Variables.Concat(_options.Settings))
        {
            settings[name] = value;
        }

        return settings;
    }

    private IEnumerable<QueueTerms> Queues() => HostedFunction
        .ReadAll(new FunctionsHostOptions(_options.Package) { Settings = Settings("none", _options.Regions) })
        .Where(function => function.Type == "serviceBusTrigger")
        .Select(function => function.Text("queueName"))
        .Where(queue => !queue.EndsWith(SimulatedQueue.DeadLetterSuffix, StringComparison.Ordinal))
        .Select(queue => new QueueTerms(queue) { LockDuration = TimeSpan.FromMinutes(2), MaxDeliveryCount = 20 });

    // As an operator does it, with a key: that also makes the containers.
    private async Task ImportSamplesAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Path.Combine(_options.Package, PublishedPackage.Program), "import-samples")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings("none", _options.Regions))
        {
            start.Environment[name] = value;
        }

        start.Environment["Cosmos"] = Cosmos.ConnectionString;
        start.Environment["Cosmos__confirmWithinMs"] = "0";
        using var import = Process.Start(start)!;
        var said = import.StandardOutput.ReadToEndAsync(cancellation);
        var complained = import.StandardError.ReadToEndAsync(cancellation);
        await import.WaitForExitAsync(cancellation);
        if (import.ExitCode != 0)
        {
            throw new InvalidOperationException($"The samples were not imported.\n{await said}\n{await complained}");
        }
    }
}
