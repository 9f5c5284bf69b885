using TwistedThreads.Functions.Platform.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>What the tests of an account in trouble have in common: two regions, two containers, short
/// deadlines.</summary>
public abstract class CosmosTrouble : IAsyncLifetime
{
    protected const string West = "West Europe";
    protected const string North = "North Europe";
    protected const string Drafts = "drafts";
    protected const string Orders = "orders";
    private CosmosEngine? _engine;

    protected static readonly DocumentContainer[] Containers =
    [
        new(Drafts, "owner") { IsConfirmed = false },
        new(Orders, "owner"),
    ];

    protected CosmosEngine Engine => _engine!;

    protected CosmosAccount Account => Engine.Account;

    protected CosmosRegion WestRegion => Account.Regions[West];

    public virtual async Task InitializeAsync() => await OpenAsync(new CosmosAccountOptions());

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    protected async Task OpenAsync(CosmosAccountOptions options)
    {
        if (_engine is { } old)
        {
            await old.DisposeAsync();
        }

        _engine = await CosmosEngine.OpenAsync(options, Change, Containers);
    }

    protected async Task OpenLiveAsync(CosmosAccountOptions options)
    {
        await Engine.DisposeAsync();
        _engine = await CosmosEngine.OpenLiveAsync(options, Change, Containers);
    }

    protected virtual CosmosOptions Change(CosmosOptions options) => options with
    {
        HedgeAfter = TimeSpan.FromMilliseconds(100),
        LookEvery = TimeSpan.FromMilliseconds(100),
        ThrottlingBudget = TimeSpan.FromSeconds(1),
    };

    protected Task<BatchOutcome> CommitAsync(string container, params DocumentOperation[] operations) =>
        Engine.Documents.CommitAsync(container, "ada", operations, CancellationToken.None);

    protected async Task GivenAsync(string container, params DocumentOperation[] operations)
    {
        var outcome = await CommitAsync(container, operations);
        Assert.True(outcome.IsCommitted, outcome.ToString());
    }

    protected async Task<Document?> ReadAsync(string container, string id) =>
        await Engine.Documents.ReadAsync(container, "ada", id, CancellationToken.None);

    protected async Task<int> NumberAsync(string container, string id) =>
        (await ReadAsync(container, id))!.As<Counter>().N;

    protected static DocumentOperation.Create Create(string id, int n = 1) =>
        DocumentOperation.New(id, "thing", new Counter(n));

    protected static DocumentOperation.Patch Add(string id) => new(id, [new Increment("n", 1)], []);

    protected sealed record Counter(int N);
}
