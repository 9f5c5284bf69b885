using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>Plays the loss of a region, case after case, each on a cloud of its own.</summary>
public static class RegionLoss
{
    public static async Task<IReadOnlyList<CaseReport>> PlayAsync(
        IEnumerable<Loss> losses, CancellationToken cancellation)
    {
        var package = await PublishedPackage.FolderAsync(cancellation);
        var reports = new List<CaseReport>();
        foreach (var loss in losses)
        {
            Console.WriteLine($"{loss.Name}: {loss.Meaning}");
            await using var cloud = await SimulatedCloud.StartAsync(
                new CloudOptions(package)
                {
                    IsPartitionFailoverOn = true,
                    PartitionFailoverDelay = Case.Reaction,
                },
                cancellation);
            var report = await new Case(cloud, loss).PlayAsync(cancellation);
            Console.WriteLine(Report.Tell(report));
            reports.Add(report);
        }

        Console.WriteLine(Report.Table(reports));
        return reports;
    }
}
