namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>How patient the shop is with the document service.</summary>
/// <remarks>A caller waits for the sum of a few of these: each lies far below the gateway's own 65 seconds and the
/// deadline of an invocation.</remarks>
public sealed record CosmosOptions
{
    /// <summary>Name of the database that holds all containers.</summary>
    public required string Database { get; init; }

    /// <summary>Regions in the order in which this process would rather read; empty leaves it to the account.</summary>
    public IReadOnlyList<string> PreferredRegions { get; init; } = [];

    /// <summary>How long one point read may take, with its hedge and its retries.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long one page of a query or of the change feed may take.</summary>
    public TimeSpan QueryDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one batch may take, with its retries in another region.</summary>
    public TimeSpan WriteDeadline { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>After this long without an answer a read is asked of the next region as well.</summary>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the client waits out throttling before the caller is told to pause; whole seconds, for
    /// the client drops the rest.</summary>
    public TimeSpan ThrottlingBudget { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer may wait for a second region to have what it acknowledges; zero does not
    /// wait.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>While calls stay without an answer, this long between two looks at where the account takes
    /// writes.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls in a row without an answer after which the client is made anew although the account says that
    /// nothing has moved: its connections may be at fault.</summary>
    public int PatienceCalls { get; init; } = 4;

    /// <summary>At least this long between two clients that are made without a sign that anything has moved.</summary>
    public TimeSpan ClientLife { get; init; } = TimeSpan.FromSeconds(30);
}
