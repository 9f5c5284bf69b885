using TwistedThreads.Benchmarks;

if (args is ["bare", "--urls", var url, "--answers", var answers])
{
    await BareEndpoint.RunAsync(url, answers);
}
