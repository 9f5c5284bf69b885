using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>Two instances over one store: what one is told, the other must know.</summary>
internal sealed class TwoRegistries : IAsyncDisposable
{
    private readonly SqliteEngine _engine;

    private TwoRegistries(SqliteEngine engine)
    {
        _engine = engine;
        Documents = new FaultyDocuments(engine.Documents);
        Here = new DeviceRegistry(Documents, new IdSource(Clock), Clock);
        Elsewhere = new DeviceRegistry(Documents, new IdSource(Clock), Clock);
    }

    public static LocationId Warehouse { get; } = LocationId.Parse("WH1");

    public ManualClock Clock { get; } = new();

    public FaultyDocuments Documents { get; }

    public DeviceRegistry Here { get; }

    public DeviceRegistry Elsewhere { get; }

    public static async Task<TwoRegistries> OpenAsync() =>
        new(await SqliteEngine.OpenAsync(new DocumentContainer("operations", "kind")));

    public Task<(Device Device, string Key)> EnrolAsync() =>
        Here.EnrolAsync(Warehouse, "scanner 7", "ada", CancellationToken.None);

    public async Task<string> RenewAsync(Device device) =>
        (await Here.RenewKeyAsync(device.Id, "olga", CancellationToken.None)).Value.Key;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
