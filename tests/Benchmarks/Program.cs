using System.ComponentModel.DataAnnotations;
using TwistedThreads.Benchmarks;
using TwistedThreads.Benchmarks.Codes;
using TwistedThreads.Benchmarks.Intake;
using TwistedThreads.Benchmarks.Package;
using TwistedThreads.Benchmarks.Units;

if (args is ["bare", "--urls", var url, "--answers", var answers])
{
    await BareEndpoint.RunAsync(url, answers);
    return 0;
}

var isLong = args is [RequestUnits.Command] or [Opening.Command] or [ScanIntake.Command];
using var time = new CancellationTokenSource(TimeSpan.FromMinutes(isLong ? 15 : 4));
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, time.CancelAsync());

switch (args)
{
    case [RequestUnits.Command]:
        await RequestUnits.RunAsync(time.Token);
        return 0;
    case [Opening.Command]:
        await Opening.RunAsync(time.Token);
        return 0;
    case [ScanIntake.Command]:
        await ScanIntake.RunAsync(time.Token);
        return 0;
    case [CodeReading.Command]:
        CodeReading.Run();
        return 0;
}

try
{
    var options = BenchmarkOptions.Parse(args);
    await Benchmark.RunAsync(options, time.Token);
    return 0;
}
catch (ValidationException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message + Environment.NewLine + BenchmarkOptions.Usage);
    return 2;
}
