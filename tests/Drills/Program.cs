using TwistedThreads.Drills;
using TwistedThreads.Drills.Season;

if (args is ["season", ..])
{
    await using var season = await PlayedSeason.OpenAsync(SeasonPlan.From(args));
    var report = await season.PlayAsync();
    report.Print();
    return report.IsClean ? 0 : 1;
}

if (args is not ["region-loss", ..])
{
    await Console.Error.WriteLineAsync(
        "Usage: region-loss [name of one case] [--write], or season [--scale 0.1] [--seed 1]");
    return 2;
}

using var time = new CancellationTokenSource(TimeSpan.FromMinutes(25));
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, time.CancelAsync());
var only = args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-'));
var reports = await RegionLoss.PlayAsync(Losses.All.Where(loss => only is null || loss.Name == only), time.Token);
if (args.Contains("--write"))
{
    await Report.WriteAsync(reports, time.Token);
}

return reports.All(report => report.IsClean) ? 0 : 1;
