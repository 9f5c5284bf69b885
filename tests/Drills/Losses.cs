using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>The five ways in which the drill loses region A.</summary>
public static class Losses
{
    public static IReadOnlyList<Loss> All { get; } =
    [
        new(
            "refused",
            "the datacenter is gone: app, bus and database refuse connections",
            async cloud =>
            {
                await A(cloud).Cosmos.Refuse();
                await A(cloud).Bus.RefuseAsync();
                await A(cloud).KillAsync();
            },
            FailOverAsync,
            async (cloud, cancellation) =>
            {
                await A(cloud).Cosmos.Restore(cancellation);
                await A(cloud).Bus.RestoreAsync();
                await A(cloud).OpenAsync(cancellation);
                await FailBackAsync(cloud);
            }),
        new(
            "hanging",
            "database and bus accept requests and never answer; the app lives",
            cloud =>
            {
                A(cloud).Cosmos.Hang();
                A(cloud).Bus.Hang();
                return Task.CompletedTask;
            },
            FailOverAsync,
            HealStoresAsync),
        new(
            "403.3",
            "the database refuses writes, as during a change of the write region",
            cloud =>
            {
                A(cloud).Cosmos.ForbidWrites();
                return Task.CompletedTask;
            },
            FailOverAsync,
            HealStoresAsync),
        new(
            "slow",
            "the database takes two seconds longer for every answer; an operator moves the writes away",
            cloud =>
            {
                A(cloud).Cosmos.Slow(TimeSpan.FromSeconds(2));
                return Task.CompletedTask;
            },
            cloud =>
            {
                cloud.Cosmos.FailBack(B(cloud).Name);
                return Task.CompletedTask;
            },
            HealStoresAsync),
        new(
            "bus",
            "the bus is gone with unconsumed messages; everything else lives",
            cloud => A(cloud).Bus.RefuseAsync(),
            _ => Task.CompletedTask,
            async (cloud, _) => await A(cloud).Bus.RestoreAsync()),
    ];

    public static CloudRegion A(SimulatedCloud cloud) => cloud.Regions[0];

    public static CloudRegion B(SimulatedCloud cloud) => cloud.Regions[1];

    private static Task FailOverAsync(SimulatedCloud cloud)
    {
        cloud.Cosmos.FailOver(B(cloud).Name);
        return Task.CompletedTask;
    }

    private static Task FailBackAsync(SimulatedCloud cloud)
    {
        cloud.Cosmos.FailBack(A(cloud).Name);
        return Task.CompletedTask;
    }

    private static async Task HealStoresAsync(SimulatedCloud cloud, CancellationToken cancellation)
    {
        await A(cloud).Cosmos.Restore(cancellation);
        await A(cloud).Bus.RestoreAsync();
        await FailBackAsync(cloud);
    }
}
