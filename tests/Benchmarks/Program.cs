using System.ComponentModel.DataAnnotations;
using TwistedThreads.Benchmarks;

if (args is ["bare", "--urls", var url, "--answers", var answers])
{
    await BareEndpoint.RunAsync(url, answers);
    return 0;
}

try
{
    var options = BenchmarkOptions.Parse(args);
    using var time = new CancellationTokenSource(TimeSpan.FromMinutes(4));
    Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, time.CancelAsync());
    await Benchmark.RunAsync(options, time.Token);
    return 0;
}
catch (ValidationException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message + Environment.NewLine + BenchmarkOptions.Usage);
    return 2;
}
